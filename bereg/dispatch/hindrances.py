"""Why something may not leave yet: what the record says itself, and what rooms above say of theirs.

A room above says it in its module `dispatched`, as `why_not(dispatch)`, which returns a sentence, or "". There it says
as `changed_at(dispatch)` where a draft of its own is changed: the address of its page, "" where nobody does, or None;
and as `out_of_reach(dispatches)` which of these count as sent while the recipient has nothing to open them by.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bereg.centres.clock import today_at
from bereg.core.concerns import said
from bereg.directory.content import in_language
from bereg.directory.public_keys import sealed_for
from bereg.directory.referring import warning_of
from bereg.dispatch.choices import DispatchGround, DispatchState, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.enquiries.outcomes import Consent
from bereg.reference.kinds import Content
from bereg.reference.models import ReferenceEntry


def why_not_signed(dispatch: Dispatch) -> str:
    """Say why it may not be signed yet, or sent alone; "" where nothing speaks against it."""
    if dispatch.ground == DispatchGround.CONSENT:
        if dispatch.enquiry is None or dispatch.enquiry.consent != Consent.YES:
            return _("The person does not agree, or no longer does.")
        if dispatch.agreed_until and dispatch.agreed_until < today_at(dispatch.centre):
            return _("The person agreed until %(day)s only: ask once more.") % {"day": _day(dispatch.agreed_until)}
    if warning_of(dispatch.recipient) and not dispatch.despite:
        return _("The directory says not to refer anybody there. Say why all the same, or choose another recipient.")
    return next(filter(None, (why_not(dispatch) for why_not in _above())), "")


def why_not_sent(dispatch: Dispatch) -> str:
    """Say why it may not leave today; "" where nothing speaks against it."""
    if dispatch.not_before and dispatch.not_before > today_at(dispatch.centre):
        return _("It is to leave on %(day)s at the earliest.") % {"day": _day(dispatch.not_before)}
    return why_not_signed(dispatch)


def changed_at(dispatch: Dispatch) -> str | None:
    """Return where the room above changes a draft of its own; "": nobody does; None: here, by a form."""
    own = (at(dispatch) for at in said("dispatched", "changed_at"))
    return next((each for each in own if each is not None), None)


def ways_to(recipient: ReferenceEntry, language: str) -> dict[str, str]:
    """Return how a recipient can be reached, as far as the directory knows: the way, and the number or address."""
    content: Content = recipient.published.content if recipient.published else {}
    address = in_language(content.get("address"), language)
    known = {
        SendingWay.TELEPHONE: next(iter(content.get("phones") or ()), ""),
        SendingWay.LETTER: address,
        SendingWay.BY_HAND: address,
        SendingWay.MAIL: str(content.get("mail") or ""),
    }
    return {way.value: str(where) for way, where in known.items() if where}


def has_sealed_file(dispatch: Dispatch) -> bool:
    """Tell whether it can leave as a file sealed for its recipient: it was agreed to, and the recipient has a key."""
    return bool(dispatch.codes) and sealed_for(dispatch.recipient) is not None


def out_of_reach(dispatches: Iterable[Dispatch]) -> set[UUID]:
    """Return which of these count as sent by a link while no recipient has read them, and no link opens them."""
    by_link = [each for each in dispatches if each.way == SendingWay.LINK and each.state == DispatchState.SENT]
    return {pk for these in said("dispatched", "out_of_reach") for pk in these(by_link)} if by_link else set()


def _above() -> list[Callable[[Dispatch], str]]:
    return list(said("dispatched", "why_not"))


def _day(day: dt.date) -> str:
    return date_format(day, "j E Y")
