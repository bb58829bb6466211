"""Sections of an import: what a room takes of the rows of an old register, each declared by the room that stores it.

A room says `SECTION`, its kind of ImportSection, in its module `import_section.py`, where `bereg.importing` finds it
by name. Rooms stand upon each other: what a lower one puts on a row, a higher one takes from there.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any, ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.centres.models import Centre

NOT_ASKED = "not_asked"  # a value that says nothing, such as "-"
# The middle of the day stands for a time that is not known: no change of the clocks moves it to another day.
NOON = time(12)
YES_NO_WORDS = {"yes": ("yes", "si", "oui", "да", "true", "1"), "no": ("no", "non", "нет", "false")}

Labels = Mapping[str, tuple[str, ...]]  # code to its labels, itself among them
Part = TypeVar("Part")


def labels_of(said: Mapping[str, str]) -> Labels:
    """Return the labels of a closed list whose codes have one label each."""
    return {code: (code, label) for code, label in said.items()}


class UnreadableError(Exception):
    """A cell without which the row makes no sense cannot be read; the message is the reason."""


class Holds(Enum):
    """What the cells of a column become."""

    CODE = auto()
    CODES = auto()  # several in one cell
    NUMBER = auto()
    TEXT = auto()  # taken as it stands, if the mapping says that this is wanted
    PROSE = auto()  # about a person, so it keeps its writing direction, and is to be sealed
    DAY = auto()
    TIME = auto()


@dataclass(frozen=True)
class ImportTarget:
    """What one table of the mapping file feeds."""

    holds: Holds = Holds.CODE
    labels: Labels = field(default_factory=dict)
    silent: tuple[str, ...] = (NOT_ASKED,)  # codes that a mapping may give to a value that is no answer
    falls_back: bool = False  # whether the default stands for a value that fits nothing too
    is_strict: bool = False  # whether a value that fits nothing rejects the row
    title: StrOrPromise = ""  # what people call it
    said: Mapping[str, str] = field(default_factory=dict)  # code to what people call it, in the language of the moment


@dataclass(frozen=True)
class Feed:
    """Where one value comes from: a column, read through a table, or a constant.

    default: the code of an empty cell. others: the code of every value that the table does not name. switches: columns
    of yes and no, each with the codes that a yes in it stands for.
    """

    target: str  # "answers.gender", as the mapping file writes it
    column: str = ""
    constant: str = ""
    default: str = ""
    others: str = ""
    table: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as written
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    split: str = ""
    verbatim: bool = False
    formats: tuple[str, ...] = ()
    switches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return tuple(filter(None, [self.column, *self.switches]))

    @property
    def has_table(self) -> bool:
        """Whether the mapping says itself what the values mean."""
        return bool(self.table or self.ranges)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that the mapping file names here."""
        named = [code for codes in (*self.table.values(), *self.switches.values()) for code in codes]
        return tuple(dict.fromkeys(filter(None, [*named, *self.ranges, self.constant, self.default, self.others])))


@dataclass(frozen=True)
class Destination:
    """Where the records will belong, whether the centre exists yet or not. lines: the code of each to its name."""

    code: str
    country: str
    time_zone: str
    lines: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that the source's dates and times are in."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Moment:
    """A day and, where it is known, the time of that day."""

    day: date
    clock: time | None = None

    def at(self, zone: ZoneInfo) -> datetime:
        """Return it in a zone."""
        return datetime.combine(self.day, self.clock or NOON, tzinfo=zone)


@dataclass(frozen=True)
class Misfit:
    """A value that means nothing known."""

    column: str
    target: str
    value: str


@dataclass
class ImportRow:
    """One row on its way, with what the rooms make of it."""

    place: str  # where a person finds it in the file
    lines: int = 1
    key: str = ""  # a digest that no other row has; known once every section has taken its part
    misfits: list[Misfit] = field(default_factory=list)
    days: list[date] = field(default_factory=list)  # that it names, each of which may be counted in its month
    parts: dict[type, Any] = field(default_factory=dict)

    def put(self, part: object) -> None:
        """Put something on the row, for one's own room and those above; one of each type."""
        self.parts[type(part)] = part

    def get(self, kind: type[Part]) -> Part | None:
        """Return what was put there, if anything was."""
        return self.parts.get(kind)


class Cells(Protocol):
    """The cells of one row, read as the mapping says; a target that it does not feed says nothing.

    What fits nothing is noted on the row, or raises UnreadableError where the target is strict.
    """

    def code(self, target: str) -> str:
        """Return its one code, or ""."""

    def codes(self, target: str) -> tuple[str, ...]:
        pass

    def written(self, target: str) -> str:
        """Return a number or a text."""

    def prose(self, target: str) -> str:
        """Return sentences about a person."""

    def moment(self, target: str) -> Moment | None:
        """Return a day that is not to come; None where none is written. Raise UnreadableError where it is none."""

    def clock(self, target: str) -> time | None:
        """Return a time of day, if there is one."""

    def is_filled(self, target: str) -> bool:
        """Tell whether a column feeds it and says something here."""

    def note_misfit(self, target: str) -> None:
        """Note that the cell fits nothing."""

    def refusal(self, target: str, reason: str, **more: object) -> UnreadableError:
        """Return why the row cannot be read. reason: with %(column)s, %(value)r and more."""


@dataclass(frozen=True)
class Hint:
    """How old registers name a column and its values, for a first mapping that a person goes through."""

    columns: tuple[str, ...]
    labels: Labels = field(default_factory=dict)
    is_number: bool = False
    needs_name: bool = False  # whether likeness of values alone says nothing
    may_split: bool = False
    may_switch: bool = False  # whether registers have a column of yes and no for each of its codes
    default: str = ""
    ambiguous: frozenset[str] = frozenset()  # words that mean two codes, whatever a list says


@dataclass(frozen=True)
class DayColumn:
    """The column of a file that looks most like its dates, as a first mapping writes it."""

    feed: str
    doubt: str = ""


class ImportSection:
    """What a room takes of each row. One is made for every import, and may keep what it learns meanwhile."""

    tables: ClassVar[tuple[str, ...]] = ()  # of the mapping file; "answers.*" is whatever stands below answers
    prose: ClassVar[frozenset[str]] = frozenset()  # those of them that are sentences about a person
    switches: ClassVar[tuple[str, ...]] = ()  # keys of the mapping file that are true or false
    # Whether a register may hold nothing else: its rows are no contacts then, and the rooms below take nothing of them.
    has_own_registers: ClassVar[bool] = False

    def __init__(self, destination: Destination, fed: Collection[str] = (), switched_on: Collection[str] = ()) -> None:
        self.destination, self.fed, self.switched_on = destination, fed, switched_on

    @classmethod
    def owns(cls, target: str) -> bool:
        """Tell whether a table of the mapping file is one of this section's."""
        return target in cls.tables or f"{target.rpartition('.')[0]}.*" in cls.tables

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """Yield what is missing or forbidden in a mapping: the table, and the remedy."""
        yield from ()

    @classmethod
    def skeleton(cls, guessed: Collection[str], day: DayColumn | None) -> Iterator[str]:
        """Yield what a first mapping says of this section beside what was guessed from columns."""
        yield from ()

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return what can be fed at this centre, by the name of the table."""
        raise NotImplementedError

    def unknown(self, target: str) -> tuple[str, Collection[str]]:
        """Return what to say of a table that stands for nothing here, and names that may have been meant."""
        raise NotImplementedError

    def hints(self) -> Mapping[str, Hint]:
        """Return what a column may feed, and how that is guessed."""
        return {}

    def tells(self, cells: Cells, row: ImportRow) -> bool:
        """Tell whether a row says anything for this section; in a register of its own every row has to."""
        return not row.parts or any(cells.is_filled(target) for target in self.tables)

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return those keys of rows that were stored before."""
        return set()

    def ready(self, centre: Centre) -> None:
        """Make what is missing at the centre. Called once, before anything is stored."""

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read one's part of a row and put it there. Raise UnreadableError to reject the row."""
        raise NotImplementedError

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Seal what is secret of these rows; return what stores it all, which is called within a transaction."""
        raise NotImplementedError

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count a row that was stored, or would be, or stood there before."""

    def aside(self) -> str:
        """Say how many of what the imported rows are, in a few words."""
        return ""

    def summary(self) -> Iterator[str]:
        """Yield what else a person should know of the rows that were counted."""
        yield from ()


def listed(of: type[TextChoices], title: StrOrPromise = "") -> ImportTarget:
    """Return the target of a closed list in the language of the moment; a value that fits nothing rejects the row."""
    said = {code: str(label) for code, label in of.choices}
    return ImportTarget(labels=labels_of(said), is_strict=True, title=title, said=said)


def needed_code(cells: Cells, target: str) -> str:
    """Return a code without which the row makes no sense. Raise UnreadableError."""
    code = cells.code(target)
    if not code:
        raise cells.refusal(target, _("%(column)s is empty, and nothing can be stored without it"))
    return code


def needed_moment(cells: Cells, target: str) -> Moment:
    """Return a day without which the row makes no sense. Raise UnreadableError."""
    moment = cells.moment(target)
    if moment is None:
        raise cells.refusal(target, _("%(column)s is no possible date: %(value)r"))
    return moment


def day_and_code(cells: Cells, day: str, code: str) -> tuple[Moment | None, str]:
    """Return a day with the code that belongs to it. Raise UnreadableError where the row has one of them alone."""
    moment, said = cells.moment(day), cells.code(code)
    if moment and not said:
        raise cells.refusal(code, _("%(column)s is empty, but %(other)s is not"), other=day)
    if not moment and cells.is_filled(code):
        raise cells.refusal(day, _("%(column)s is empty, but %(other)s is not"), other=code)
    return moment, said if moment else ""


def whole_number(cells: Cells, target: str) -> int | None:
    """Return a whole number; None where nothing is written. Raise UnreadableError where it is another."""
    written = cells.written(target).removesuffix(".0")
    if not written:
        return None
    if not written.isdecimal():
        raise cells.refusal(target, _("%(column)s is no whole number: %(value)r"))
    return int(written)


def demand_order(cells: Cells, *days: tuple[str, Moment | None]) -> None:
    """Raise UnreadableError where a day is before one of those before it. days: each with its target."""
    latest: Moment | None = None
    for target, moment in days:
        if moment and latest and moment.day < latest.day:
            raise cells.refusal(target, _("%(column)s is before the day of what came first: %(value)r"))
        latest = moment or latest


def row_key(source: str, values: Iterable[str | int]) -> str:
    """Return the digest by which a row of a register is known. values: of its key, and which of equal rows it is."""
    return keyed(hashlib.sha256(json.dumps([source, *values]).encode()).hexdigest())


def keyed(digest: str) -> str:
    """Return the digest of a row under the secret of the installation, which a copy of the database does not hold.

    A register's numbers, days and hours are few: each could be tried. Of a digest from before there was a key the
    migration makes the same, so this may not change.
    """
    return salted_hmac("bereg.centres.row_key", digest, algorithm="sha256").hexdigest()
