"""A dispatch is locked as the person saw it, and changed: of two at once one wins, and the other is told."""

from typing import Any
from uuid import uuid4

from django.db.models import F

from bereg.core.concerns import said
from bereg.dispatch.choices import DispatchState, DispatchStep
from bereg.dispatch.errors import StaleDispatchError
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.transfers.matters import roots_of


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


def note_step(dispatch: Dispatch, step: DispatchStep, code: str = "", days: int | None = None) -> None:
    """Note a step for the figures, in the transaction of the act itself."""
    event = DispatchEvent(
        id=uuid4(),
        centre_id=dispatch.centre_id,
        enquiry_id=dispatch.enquiry_id,
        dispatch=dispatch,
        step=step,
        code=code,
        days=days,
    )
    store_steps([event])


def store_steps(events: list[DispatchEvent]) -> None:
    """Store steps, and let rooms above note theirs: they say `stepped(events)` in `dispatched`."""
    roots = roots_of(each.enquiry_id for each in events if each.enquiry_id)
    for each in events:
        each.matter = roots[each.enquiry_id] if each.enquiry_id else None
    DispatchEvent.objects.bulk_create(events, batch_size=500)
    for stepped in said("dispatched", "stepped"):
        stepped(events)


def tell_over(dispatch: Dispatch) -> None:
    """Let rooms above end what hangs on a dispatch that is over: they say `over(dispatch)` in `dispatched`."""
    for end in said("dispatched", "over"):
        end(dispatch)
