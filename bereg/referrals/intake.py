"""A partner refers somebody to us: the form of an enquiry begins with it, as one's own draft."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bereg.accounts.models import User
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel, Direction
from bereg.contacts.queries import ContactPlace, last_way_of, places_of
from bereg.enquiries.drafts import DraftMark, save_draft
from bereg.enquiries.form_along import PREFIX
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import draft_of
from bereg.enquiries.texts import fields_in
from bereg.reference.models import ReferenceEntry
from bereg.referrals.queries import partner_of

TICKED, PARTNER, DAY, NAMED = (f"{PREFIX}{name}" for name in ("referral", "partner", "referred-on", "named"))


@dataclass(frozen=True)
class CameIn:
    """Which partner referred somebody to us, on which day, and whether they named the person."""

    partner: ReferenceEntry
    came_on: dt.date
    is_named: bool = False

    def as_fields(self) -> dict[str, str]:
        """Return it as the form of an enquiry takes it along."""
        named = {NAMED: "1"} if self.is_named else {}
        return {TICKED: "1", PARTNER: str(self.partner.pk), DAY: self.came_on.isoformat(), **named}

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> "CameIn | None":
        """Read it out of a form; None where nothing is taken along."""
        if not fields.get(PARTNER):
            return None
        try:
            partner, came_on = partner_of(UUID(fields[PARTNER])), dt.date.fromisoformat(fields.get(DAY, ""))
        except ValueError:
            return None
        return cls(partner, came_on, bool(fields.get(NAMED))) if partner else None


@dataclass(frozen=True)
class Intake:
    """What the page of an intake says: what came, how, at what time of the day, and what about."""

    came: CameIn
    channel: Channel
    at: dt.time | None = None
    topic: str = ""


def place_for(person: User, channel: Channel) -> ContactPlace | None:
    """Return where something came in: a line of the person's usual centre that brings it, the usual one first."""
    places, last = places_of(person), last_way_of(person)
    if not places:
        return None
    usual = next((each for each in places if last and each.code == last.place), places[0])
    of_centre = [usual, *(each for each in places if each.centre == usual.centre)]
    bringing = (each for each in of_centre if each.line and CHANNEL_OF_LINE.get(each.line.kind) == channel)
    return next(bringing, ContactPlace(usual.centre, None))


def begin(*, id: UUID, intake: Intake, place: ContactPlace, by: User) -> None:
    """Begin a form with what a partner told. Call it outside transactions.

    Sent again, it puts right what the partner told, and leaves what was typed in the form since. Raise
    AlreadySavedError, IntegrityError where the draft is another person's, VaultFault where it cannot be opened.
    """
    draft = draft_of(by, id)
    typed = fields_in(draft, by=by) if draft else {}
    came = {name: [value] for name, value in intake.came.as_fields().items()}
    others = {name: values for name, values in {**_contact_of(intake, place), **typed}.items() if name != NAMED}
    save_draft(
        id=id,
        centre=place.centre,
        enquiry=None,
        consent=Consent(draft.consent) if draft else Consent.NOT_ASKED,
        fields={**others, **came},
        by=by,
        mark=DraftMark(intake.channel, place.line, intake.topic),
    )


def _contact_of(intake: Intake, place: ContactPlace) -> dict[str, list[str]]:
    return {
        "line": [place.code],
        "channel": [intake.channel.value],
        "direction": [Direction.IN.value],
        "started_on": [intake.came.came_on.isoformat()],
        "started_time": [f"{intake.at:%H:%M}" if intake.at else ""],
        "topics": [intake.topic] if intake.topic else [],
    }
