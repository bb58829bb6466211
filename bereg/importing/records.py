"""From a row to a record: who, when, what; and what in the row fits nothing."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.contacts.channels import Anonymous, Direction, Precision
from bereg.contacts.dispositions import Disposition
from bereg.enquiries.outcomes import Consent
from bereg.importing.checking import Plan
from bereg.importing.mapping import Feed
from bereg.importing.rows import SourceRow
from bereg.importing.values import (
    EARLIEST,
    NUMBER,
    Doubt,
    Moment,
    UnreadableError,
    doubt,
    fold,
    read_moment,
    read_time,
    shows_error,
    turned,
)
from bereg.importing.vocabulary import NUMBERS, question_of
from bereg.questionnaire.answers import RESERVED, Answers

LONGEST_ANSWER = 500
# The middle of the day stands for a time that is not known: no change of the clocks moves it to another day.
NOON = time(12)
STANDARD = {
    "contact.direction": Direction.IN.value,
    "contact.anonymous": Anonymous.NOT_ASKED.value,
    "contact.disposition": Disposition.ENQUIRY.value,
    "consent": Consent.NOT_ASKED.value,
}


@dataclass(frozen=True)
class Misfit:
    """A value that means nothing known."""

    column: str
    target: str
    value: str


@dataclass
class Record:
    """What a row says, in our codes."""

    place: str
    key: str
    started_at: datetime
    precision: Precision
    contact: dict[str, str]
    consent: Consent
    topics: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)
    narrative: str = ""
    lines: int = 1
    misfits: list[Misfit] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)  # questions that the questionnaire does not ask here

    @property
    def is_enquiry(self) -> bool:
        """Whether the row is more than a contact."""
        return self.contact["disposition"] == Disposition.ENQUIRY


class RowReader:
    """Reads rows by a plan. today: no contact can be later."""

    def __init__(self, plan: Plan, today: date) -> None:
        self.plan, self.mapping, self.today = plan, plan.mapping, today
        self.pattern = re.compile(self.mapping.key_pattern) if self.mapping.key_pattern else None
        self.is_doubtful = any(turned(form) for form in self.mapping.date.formats)
        self.doubts: Counter[Doubt] = Counter()  # of dates
        self.twins: Counter[tuple[str, ...]] = Counter()
        self.firsts: dict[tuple[str, ...], tuple[str, ...]] = {}  # by key, what the first of twins says
        self.read_at = {name: plan.positions[name] for name in self.mapping.columns()}
        self.unlike: Counter[str] = Counter()  # columns in which twins differ
        # The same few combinations of answers come again and again; each is held against the questionnaire once.
        self.asked = lru_cache(maxsize=20_000)(self._asked)

    def read(self, row: SourceRow) -> Record:
        """Return the record of a row. Raise UnreadableError with the reason."""
        if row.problem:
            raise UnreadableError(row.problem)
        values = self._key_values(row)
        started_at, precision, misfits = self._moment(row)
        reading = _Cells(self.plan, row, misfits)
        contact = {name: reading.code(feed) for name, feed in self.mapping.contact.items()}
        for name in ("direction", "anonymous", "disposition"):
            contact[name] = contact.get(name) or STANDARD[f"contact.{name}"]
        consent = Consent(reading.code(self.mapping.consent) or STANDARD["consent"])
        key = self._key(values, row) if self.mapping.twins else _digest([self.mapping.source, *values])
        record = Record(row.place, key, started_at, precision, contact, consent, lines=row.lines, misfits=misfits)
        if record.is_enquiry:
            self._read_matter(record, reading)
        return record

    def _read_matter(self, record: Record, reading: "_Cells") -> None:
        topics, narrative = self.mapping.topics, self.mapping.narrative
        record.topics = reading.codes(topics) if topics else ()
        record.narrative = reading.narrative(narrative) if narrative else ""
        answers = dict(reading.answers())
        kept, refused = self.asked(tuple(sorted(answers.items())))
        record.answers = dict(kept)
        for name in answers.keys() - record.answers.keys():
            feed = self.mapping.answers[name]
            if name in refused:
                record.misfits.append(Misfit(feed.column, feed.target, reading.text(feed)))
            else:
                record.unasked.append(name)

    def _asked(self, items: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
        """Return the answers that the questionnaire lets pass, and the names of those against a constraint."""
        answers, country = dict(items), self.plan.place.country
        now = timezone.localtime(timezone=self.plan.place.zone)
        refused = frozenset(self.plan.form.problems(answers, home_country=country, now=now))
        passing = {name: value for name, value in answers.items() if name not in refused}
        return tuple(self.plan.form.cleaned(passing, country, now=now).items()), refused

    def _key_values(self, row: SourceRow) -> tuple[str, ...]:
        values = tuple(row.cells[self.plan.positions[name]] for name in self.mapping.key)
        if not any(values):
            raise UnreadableError(_("the key is empty: %(columns)s") % {"columns": ", ".join(self.mapping.key)})
        for name, value in zip(self.mapping.key, values, strict=True):
            if shows_error(value):
                raise UnreadableError(
                    _("%(column)s is part of the key and shows an error: %(value)s") % {"column": name, "value": value}
                )
            if self.pattern and not self.pattern.fullmatch(value):
                raise UnreadableError(
                    _("%(column)s does not look like a key: the columns are shifted") % {"column": name}
                )
        return values

    def _key(self, values: tuple[str, ...], row: SourceRow) -> str:
        """Return the key of the n-th row of equal ones: n counts into it."""
        self.twins[values] += 1
        read = tuple(row.cells[at] for at in self.read_at.values())
        first = self.firsts.setdefault(values, read)
        if first != read:
            self.unlike.update(name for name, one, other in zip(self.read_at, first, read, strict=True) if one != other)
        # The first one has the key that it would have without twins; a number is no text, so no other key is the same.
        nth = self.twins[values]
        return _digest([self.mapping.source, *values, *([nth] if nth > 1 else [])])

    def _moment(self, row: SourceRow) -> tuple[datetime, Precision, list[Misfit]]:
        date_feed, time_feed = self.mapping.date, self.mapping.time
        written = row.cells[self.plan.positions[date_feed.column]]
        moment = read_moment(written, date_feed.formats) if written else None
        if self.is_doubtful:
            self.doubts[doubt(written, date_feed.formats)] += 1
        if not moment or not EARLIEST <= moment.day <= self.today:
            reason = _("%(column)s is no possible date: %(value)r") % {
                "column": date_feed.column,
                "value": written[:40],
            }
            raise UnreadableError(reason)
        misfits: list[Misfit] = []
        if time_feed and moment.clock is None and (clock := row.cells[self.plan.positions[time_feed.column]]):
            moment = Moment(moment.day, read_time(clock, time_feed.formats))
            if moment.clock is None:
                misfits.append(Misfit(time_feed.column, time_feed.target, clock))
        local = datetime.combine(moment.day, moment.clock or NOON, tzinfo=self.plan.place.zone)
        return local, Precision.DAY if moment.clock is None else Precision.MINUTE, misfits


class _Cells:
    """The cells of one row, read by the feeds; what fits nothing is added to `misfits`."""

    def __init__(self, plan: Plan, row: SourceRow, misfits: list[Misfit]) -> None:
        self.plan, self.row, self.misfits = plan, row, misfits

    def text(self, feed: Feed) -> str:
        return self.row.cells[self.plan.positions[feed.column]] if feed.column else feed.constant

    def codes(self, feed: Feed) -> tuple[str, ...]:
        """Return the codes of a cell. A default stands for an empty cell."""
        if feed.constant:
            return _spoken((feed.constant,))
        cell = self.text(feed)
        found = self.plan.tables[feed.target].look_up(cell)
        self.misfits += [Misfit(feed.column, feed.target, value) for value in found.misfits]
        if cell or not feed.default:
            return found.codes
        return _spoken((feed.default,))

    def code(self, feed: Feed) -> str:
        """Return the one code of a contact field or of consent, or ""."""
        codes = self.codes(feed)
        if codes:
            return codes[0]
        # A contact must have a channel; consent, on the other hand, is never guessed.
        return feed.default if feed.target.startswith("contact.") else ""

    def answers(self) -> Iterator[tuple[str, str]]:
        """Yield each answer that was given."""
        for name, feed in self.plan.mapping.answers.items():
            codes = self.codes(feed) if feed.target in self.plan.tables else self._written(feed)
            given = [code for code in codes if code not in RESERVED] or list(codes[:1])
            if given:
                yield name, " ".join(given)

    def narrative(self, feed: Feed) -> str:
        """Return a text about a person. What a spreadsheet wrote in its place is nobody's words."""
        cell = self.text(feed)
        if not shows_error(cell):
            return cell
        self.misfits.append(Misfit(feed.column, feed.target, cell))
        return ""

    def _written(self, feed: Feed) -> tuple[str, ...]:
        """Return a number or a text as it stands."""
        cell = self.text(feed) or feed.default
        question = question_of(self.plan.form, feed.target)
        is_number = bool(question and question.kind in NUMBERS)
        if not cell:
            return ()
        if len(cell) > LONGEST_ANSWER or shows_error(cell) or (is_number and not NUMBER.fullmatch(fold(cell))):
            self.misfits.append(Misfit(feed.column, feed.target, cell))
            return ()
        return (fold(cell).replace(",", ".") if is_number else cell,)


def _digest(parts: list[str | int]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _spoken(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code != "not_asked")
