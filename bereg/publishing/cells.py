"""The cells of a release: what each counts, said in one way only, and its true count, which never leaves."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bereg.counting import months, published_tables
from bereg.counting.catalogue import ALL
from bereg.counting.codes import CITIZENSHIP, FIRST_ANSWER, TOPIC, Codes
from bereg.counting.cubes import Cube, topic_groups
from bereg.counting.figures import Figures
from bereg.counting.months import Period
from bereg.counting.published_tables import Level, Published, PublishedKind
from bereg.disclosure import Definition, MonthSpan, define

BASE = ""  # the code of a base, beside the rows of its table
YES = ("yes",)

Conditions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Counted:
    """One cell of a release. code: of its row, or BASE; base: the definition of what its share is taken of.

    below: what everybody knows its figure to be less than, as it would be shown otherwise.
    """

    table: str
    centre: str
    group: str
    code: str
    definition: Definition
    count: int
    base: Definition | None = None
    below: int | None = None


@dataclass(frozen=True)
class CellSource:
    """The exact figures of a period, and what a definition needs to know besides.

    since: the first month in which anybody was counted; a period that begins before it holds the same records as one
    that begins there. one_noise: whether such cells share a definition, as they do not in older releases.
    """

    figures: Figures
    period: Period
    home: str  # the country whose citizens are citizens; "" where centres lie in several
    codes: Codes  # those that are published, which may be fewer than there are by now
    vintage: int = 1
    tables: tuple[Published, ...] = field(default_factory=published_tables.tables)
    since: date | None = None
    one_noise: bool = True

    def define(self, population: str, conditions: Conditions, centre: str) -> Definition:
        """Define a cell of this period."""
        first = max(self.period.first, self.since or self.period.first)
        span = MonthSpan(months.name(min(first, self.period.last)), months.name(self.period.last))
        return define(population, conditions, centre=centre, period=span, vintage=self.vintage)

    def group(self, group: str) -> Conditions:
        """Return what being in a group means: a citizenship where possible, so that no cell has two definitions."""
        if group == ALL:
            return {}
        foreign = tuple(sorted(set(self.codes.numbers(CITIZENSHIP)) - {self.home}))
        if not self.home or not foreign:
            return {"group": (group,)}
        return {CITIZENSHIP: (self.home,) if group == "citizens" else foreign}


def counted(source: CellSource, centre: str, level: Level) -> Iterator[Counted]:
    """Yield every cell that is published of a centre, or of all, at a level."""
    for table in source.tables:
        for group in table.groups.get(level, ()):
            yield from _MAKERS[table.kind](source, table, centre, group)


def _total(source: CellSource, table: Published, centre: str, group: str) -> Iterator[Counted]:
    inside, found = source.group(group), source.figures.counts(Cube(table.population, table.variable), centre, group)
    if table.only:
        numbers = {code: n for code, n in source.codes.numbers(table.variable).items() if code in table.only}
        if not numbers:
            return
        inside, found = {**inside, table.variable: tuple(numbers)}, Counter({n: found[n] for n in numbers.values()})
    yield Counted(table.id, centre, group, BASE, source.define(table.population, inside, centre), found.total())


def _codes(source: CellSource, table: Published, centre: str, group: str) -> Iterator[Counted]:
    found = source.figures.counts(Cube(table.population, table.variable), centre, group)
    named = source.codes.names(table.variable)
    counts = {code: found[number] for number, code in named.items() if number >= FIRST_ANSWER}
    if not counts:
        return
    inside = source.group(group)
    # Of what every record has, those who have it are all there are.
    answered = {} if table.complete else {table.variable: tuple(counts)}
    base = source.define(table.population, {**inside, **answered}, centre)
    size = source.figures.size(table.population, centre, group) if table.complete else sum(counts.values())
    yield Counted(table.id, centre, group, BASE, base, size)
    alone = {code: (code,) for code in counts}
    classes = table.merges.members(_foreign(counts, source, table)) if table.merges else alone
    for name, codes in classes.items():
        known = tuple(code for code in codes if code in counts)
        if known:
            definition = source.define(table.population, {**inside, table.variable: known}, centre)
            yield Counted(table.id, centre, group, name, definition, sum(counts[code] for code in known), base)


def _counts(source: CellSource, table: Published, centre: str, group: str) -> Iterator[Counted]:
    """Yield rows without a base: nobody else is counted, and one matter may be in several."""
    found, numbers = source.figures.counts(Cube(table.population, table.variable), centre, group), source.codes.numbers
    for name, codes in table.classes.items():
        known = {code: number for code, number in numbers(table.variable).items() if code in codes}
        if known:
            inside = {**source.group(group), table.variable: tuple(known)}
            count = sum(found[number] for number in known.values())
            yield Counted(table.id, centre, group, name, source.define(table.population, inside, centre), count)


def _foreign(counts: Mapping[str, int], source: CellSource, table: Published) -> list[str]:
    """Return the codes that classes are made of: the home country is a group of its own."""
    return [code for code in counts if table.variable != CITIZENSHIP or code != source.home]


def _topics(source: CellSource, table: Published, centre: str, group: str) -> Iterator[Counted]:
    base = source.define(table.population, source.group(group), centre)
    found = source.figures.topics(table.population, centre, group)
    for code in source.codes.numbers(TOPIC):
        definition = source.define(table.population, {**source.group(group), f"{TOPIC} {code}": YES}, centre)
        yield Counted(table.id, centre, group, code, definition, found[code], base)


def _topic_groups(source: CellSource, table: Published, centre: str, group: str) -> Iterator[Counted]:
    base = source.define(table.population, source.group(group), centre)
    cube = Cube(table.population, topic_groups=topic_groups(source.figures.codes.numbers(TOPIC), table.classes))
    found = source.figures.counts(cube, centre, group)
    for bit, (name, codes) in enumerate(table.classes.items()):
        count = sum(n for mask, n in found.items() if mask >> bit & 1)
        # Asked about one topic at least of a class: another cell than each of its topics, where it has several.
        known = [code for code in codes if code in source.codes.numbers(TOPIC)] if source.one_noise else codes
        if not known:
            continue
        topics = {f"{TOPIC} {'+'.join(sorted(known))}": YES}
        definition = source.define(table.population, {**source.group(group), **topics}, centre)
        yield Counted(table.id, centre, group, name, definition, count, base)


def _distinct(_source: CellSource, _table: Published, _centre: str, _group: str) -> Iterator[Counted]:
    yield from ()  # no cell


_MAKERS = {
    PublishedKind.TOTAL: _total,
    PublishedKind.CODES: _codes,
    PublishedKind.TOPICS: _topics,
    PublishedKind.TOPIC_GROUPS: _topic_groups,
    PublishedKind.COUNTS: _counts,
    PublishedKind.DISTINCT: _distinct,
}
