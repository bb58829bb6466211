"""Changing a conversation that may have changed meanwhile."""

from typing import Any

from bereg.accounts.models import User
from bereg.conversations.errors import NotYourThreadError, StaleThreadError
from bereg.conversations.models import Thread


def locked(thread: Thread, by: User, version: int | None = None) -> Thread:
    """Lock a conversation that somebody answers. Raise NotYourThreadError; StaleThreadError where it changed."""
    found = Thread.objects.of(thread).select_for_update(of=("self",)).select_related("centre", "line", "taken_by")
    standing = found.first()
    if standing is None:
        raise StaleThreadError
    if not standing.is_answered_by(by):
        raise NotYourThreadError
    if version is not None and standing.version != version:
        raise StaleThreadError
    return standing


def put(standing: Thread, **columns: Any) -> None:
    """Store columns of a conversation that is locked."""
    Thread.objects.of(standing).update(**columns, version=standing.version + 1)
