"""What goes along: chosen by the sender, shown before it goes, sealed for the other centre alone."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bereg.accounts.models import User
from bereg.centres.clock import in_zone, today_at, zone_of
from bereg.centres.models import Centre
from bereg.enquiries import texts
from bereg.enquiries.entries import entries_of
from bereg.enquiries.entries import opened as opened_entry
from bereg.enquiries.models import Enquiry, Entry
from bereg.tasks import safe_contact
from bereg.tasks.choices import LeftMessage, PicksUp
from bereg.tasks.safe_contact import Safe
from bereg.vault.because import Because
from bereg.vault.classes import Kind

ANSWERS, NARRATIVE, CALL_BACK = "answers", "narrative", "call_back"
ENTRY = "entry:"
HOURS = ("hours_from", "hours_until")


class CannotBeOpenedError(Exception):
    """Something that was chosen cannot be opened, so it cannot go along."""


@dataclass(frozen=True)
class Parcel:
    """The texts and codes that go. said: what was said at further contacts, by moment in ISO 8601.

    safe: how it is safe to reach the person, the fields of `Safe` as texts; it goes wherever `call_back` does.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    narrative: str = ""
    call_back: str = ""
    code_word: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    safe: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return it as the one text that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "Parcel":
        """Return what `as_text` wrote."""
        return cls(**json.loads(text))

    def said_at(self) -> dict[dt.datetime, str]:
        """Return what was said, by moment."""
        return {dt.datetime.fromisoformat(at): text for at, text in self.said.items()}

    def safe_at(self, sender: Centre, receiver: Centre) -> Safe | None:
        """Return how it is safe to reach the person, the hours by the clock of the receiver."""
        if not self.safe:
            return None
        hours = {name: _by_clock(self.safe[name], sender, receiver) for name in HOURS}
        picks_up, message = PicksUp(self.safe["picks_up"]), LeftMessage(self.safe["message"])
        return Safe(
            **hours, language=self.safe["language"], picks_up=picks_up, message=message, words=self.safe["words"]
        )


def _by_clock(hour: str, sender: Centre, receiver: Centre) -> dt.time | None:
    if not hour:
        return None
    at = dt.datetime.combine(today_at(sender), dt.time.fromisoformat(hour), zone_of(sender))
    return in_zone(at, receiver).time()


def entry_code(entry: Entry) -> str:
    """Return what stands for an entry among what may be chosen."""
    return f"{ENTRY}{entry.pk}"


def choices_of(enquiry: Enquiry, person: User) -> list[str]:
    """Return what of an enquiry somebody may let go along."""
    found = [ANSWERS] if enquiry.answers or enquiry.typed_answers else []
    if enquiry.narrative and enquiry.opens(person, Kind.NARRATIVE):
        found.append(NARRATIVE)
    if enquiry.call_back and enquiry.opens(person, Kind.CONTACT):
        found.append(CALL_BACK)
    return [*found, *map(entry_code, entries_of(enquiry))]


def gathered(enquiry: Enquiry, chosen: list[str], *, by: User, with_word: bool = True) -> Parcel:
    """Open what was chosen, written down as read. Call it outside transactions. Raise CannotBeOpenedError.

    with_word: with the code word too, by which the person is known at both ends.
    """
    names = [name for name in (NARRATIVE, CALL_BACK) if name in chosen and getattr(enquiry, name)]
    names += [texts.TYPED_ANSWERS] if ANSWERS in chosen and enquiry.typed_answers else []
    names += [texts.CODE_WORD] if with_word else []
    found = texts.opened(enquiry, names, by=by, because=Because.CASE_WORK)
    entries = [opened_entry(each, by=by, because=Because.CASE_WORK) for each in _chosen_of(enquiry, chosen)]
    try:
        safe = safe_contact.read(enquiry, by=by) if CALL_BACK in names else None
    except safe_contact.CannotReadSafeContactError as closed:
        raise CannotBeOpenedError from closed
    if found.closed or any(each.text is None for each in entries):
        raise CannotBeOpenedError
    return Parcel(
        answers=dict(enquiry.answers) if ANSWERS in chosen else {},
        typed=found.typed,
        narrative=found.narrative,
        call_back=found.call_back,
        code_word=found.code_word,
        safe={name: str(value or "") for name, value in asdict(safe).items()} if safe else {},
        said={each.entry.written_at.isoformat(): each.text or "" for each in entries},
    )


def _chosen_of(enquiry: Enquiry, chosen: list[str]) -> list[Entry]:
    return [each for each in entries_of(enquiry) if entry_code(each) in chosen]


def visible(enquiry: Enquiry, language: str) -> dict[str, Any]:
    """Return the codes that the other side sees before it answers."""
    region = str(enquiry.answers.get("region", ""))
    return {"region": region, "language": language, "topics": enquiry.topics, "urgency": enquiry.urgency}
