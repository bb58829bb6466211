"""A dispatch is locked as the person saw it, and changed: of two at once one wins, and the other is told."""

from typing import Any

from django.db.models import F

from bereg.dispatch.errors import StaleDispatchError
from bereg.dispatch.lists import DispatchState
from bereg.dispatch.models import Dispatch


def locked(dispatch: Dispatch, version: int, *states: DispatchState) -> Dispatch:
    """Return a record as it stands, locked, where it is as the person saw it. Raise StaleDispatchError."""
    found = Dispatch.objects.of(dispatch).filter(version=version, state__in=states)
    standing = found.select_related("centre", "recipient__published").select_for_update(of=("self",)).first()
    if standing is None:
        raise StaleDispatchError
    standing.enquiry, standing.signed_by = dispatch.enquiry, dispatch.signed_by
    return standing


def put(dispatch: Dispatch, **columns: Any) -> None:
    """Store columns of a locked record, which is another version then."""
    Dispatch.objects.of(dispatch).update(**columns, version=F("version") + 1)
