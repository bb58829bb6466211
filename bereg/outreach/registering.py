"""An enquiry is registered at an event: its form begins with the event, as one's own draft."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bereg.accounts.models import User
from bereg.contacts.channels import Channel, Direction
from bereg.contacts.queries import ContactPlace, last_way_of, places_of
from bereg.enquiries.drafts import DraftMark, save_draft
from bereg.enquiries.form_along import PREFIX
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import draft_of
from bereg.outreach.access import may_open
from bereg.outreach.models import OutreachEvent
from bereg.outreach.opening import NotYourOpeningError

TICKED, EVENT = f"{PREFIX}outreach", f"{PREFIX}event"


def event_in(fields: Mapping[str, Any]) -> OutreachEvent | None:
    """Read which event a form takes along; None where it takes none."""
    try:
        pk = UUID(fields.get(EVENT, ""))
    except ValueError:
        return None
    return OutreachEvent.objects.select_related("centre").filter(pk=pk).first()


def begin(*, id: UUID, event: OutreachEvent, by: User) -> None:
    """Begin a form with an event: a visit of that day. A form that is begun already stays as it is.

    Raise NotYourOpeningError, AlreadySavedError, IntegrityError where the draft is another person's. Call it outside
    transactions.
    """
    place = _place_of(by, event)
    if place is None or not may_open(by, event):
        raise NotYourOpeningError
    if draft_of(by, id):
        return
    fields = {
        TICKED: ["1"],
        EVENT: [str(event.pk)],
        "line": [place.code],
        "channel": [Channel.VISIT.value],
        "direction": [Direction.IN.value],
        "started_on": [event.held_on.isoformat()],
    }
    mark = DraftMark(Channel.VISIT, place.line, "")
    save_draft(id=id, centre=place.centre, enquiry=None, consent=Consent.NOT_ASKED, fields=fields, by=by, mark=mark)


def _place_of(person: User, event: OutreachEvent) -> ContactPlace | None:
    """Return where the contact came in, on no line: at the centre that held the event, else where the person works."""
    places, last = places_of(person), last_way_of(person)
    usual = [each.centre for each in places if last and each.code == last.place]
    centres = [*(each.centre for each in places if each.centre.pk == event.centre_id), *usual]
    centres += [each.centre for each in places]
    return ContactPlace(centres[0], None) if centres else None
