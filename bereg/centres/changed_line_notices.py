"""Telling colleagues that a number or address was changed at which people seek help: a wrong one reaches a stranger."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts import notices
from bereg.accounts.kinds import NoticeKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with, person
from bereg.centres.grants import works_at_all
from bereg.centres.models import Centre

CHANGED = "centre.number_changed"
_HEX = 32  # digits of an id


def number_changed(*, centre: Centre, by: User | None) -> None:
    """Tell the administrators and the other supervisors of a centre; `by` is None for the program itself."""
    if by is None:
        return
    target = f"{centre.pk.hex}{by.pk.hex}"  # without hyphens: a notice keeps 64 characters
    others = [each for each in people_with(Permission.CENTRE_MANAGE) if each != by]
    notices.settle(kind=CHANGED, target=target)  # of several changes of one person, one notice waits
    notices.give(kind=CHANGED, target=target, to=[each for each in others if works_at_all(each, [centre.pk])])


def _words(target: str) -> str:
    centre, by = Centre.objects.filter(pk=UUID(target[:_HEX])).first(), person(UUID(target[_HEX:]))
    words = {"centre": centre or "–", "name": by or "–"}
    return _("A number or address of %(centre)s was changed by %(name)s. See whether it is right.") % words


def _where(target: str) -> str:
    return reverse("centres:centre", args=[UUID(target[:_HEX])])


NOTICE = NoticeKind(code=CHANGED, words=_words, where=_where, is_alarm=True)
