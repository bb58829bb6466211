"""The page of figures, put together: tables, their sentences, and what their charts show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.core.numbers import number
from bereg.counting import catalogue, months
from bereg.counting.catalogue import ALL, CatalogueTable, TableKind
from bereg.counting.figures import Figure, Figures
from bereg.counting.months import Period
from bereg.counting.wording import GROUPS, Labels, month_name, percent, titles
from bereg.publications.charts import Bar
from bereg.publications.sentences import LEADING, Said
from bereg.report import exact_sentences

SHOWN_AT_ONCE = 12
BY_MONTH = {"work_permit": "no", "migration_registration": "yes"}  # table to the code followed from month to month
LAST = frozenset({"disposition", "channel", "language", "region"})
FIRST = ("topic", "enquirer", "citizenship", "work_permit", "source")  # on the first page that is printed
IN_SHORT = 5  # rows of each there
SHARES = (TableKind.CODES, TableKind.TOPICS)


@dataclass(frozen=True)
class ReportChoice:
    """What was chosen: months, a centre or all, a group or all."""

    period: Period
    centre: str = ALL
    group: str = ALL

    @property
    def fields(self) -> dict[str, str]:
        """Return the choice as the fields of a form."""
        first, last = months.name(self.period.first), months.name(self.period.last)
        return {"first": first, "last": last, "centre": self.centre, "group": self.group}

    @property
    def query(self) -> str:
        """Return the choice as the query of an address."""
        return urlencode(self.fields)


@dataclass(frozen=True)
class ReportCell:
    percent: str
    count: str


@dataclass(frozen=True)
class ReportLine:
    label: str
    cells: list[ReportCell]


@dataclass(frozen=True)
class ReportColumn:
    """The head of a column: whom it is about, and how many of them answered."""

    title: str
    base: str
    colour: int  # of the chart's bars; 0: not in the chart


@dataclass(frozen=True)
class ReportTable:
    """One table with its sentences and its chart."""

    id: str
    title: str
    columns: list[ReportColumn] = field(default_factory=list)
    lines: list[ReportLine] = field(default_factory=list)
    rest: list[ReportLine] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    chart: str = ""  # address; empty: none
    written: list[dict[str, Any]] = field(default_factory=list)  # by people (written_page.py)


@dataclass(frozen=True)
class ListedCount:
    """A count by centre and by month: each list with the head of its first column."""

    id: str
    title: str
    parts: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Large:
    """What stands above the tables."""

    headline: str
    lead: str
    findings: list[Said]


def tables() -> Iterator[CatalogueTable]:
    """Return the tables that show shares."""
    found = [table for table in catalogue.tables() if table.kind in SHARES]
    # Who asked and for what comes first; how they reached us is the frame of it.
    return iter(sorted(found, key=lambda table: table.id in LAST))


def groups_of(table: CatalogueTable, chosen: str) -> tuple[str, ...]:
    """Return the columns of a table: one group, or all that it has."""
    if chosen == ALL:
        return table.groups
    return (chosen,) if chosen in table.groups else ()


def charted(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups that a chart sets side by side: citizens and foreigners, else the one there is."""
    return tuple(group for group in groups if group != ALL) or groups


def large(figures: Figures, chosen: ReportChoice, labels: Labels) -> Large:
    """Return the headline, its two sentences and at most three large numbers."""
    of = {(table.id, table.kind): table for table in catalogue.tables()}
    lead, share = [], of["enquiries", TableKind.SHARE]
    if chosen.group == ALL:
        found = figures.table(share, chosen.centre, "foreigners")
        lead += [exact_sentences.foreign_share(each) for each in found]
    topics = figures.table(of["topic", TableKind.TOPICS], chosen.centre, chosen.group)
    lead.append(exact_sentences.topics(topics, labels))
    findings = [
        exact_sentences.finding(table, group, figures.table(of[table, TableKind.CODES], chosen.centre, group))
        for table, group in LEADING
        if chosen.group in {ALL, group}
    ]
    count = figures.size(share.universe, chosen.centre, chosen.group)
    headline = exact_sentences.headline(count, chosen.centre, chosen.group, labels) if count else ""
    return Large(headline, " ".join(filter(None, lead)), [each for each in findings if each])


def contacts(figures: Figures, chosen: ReportChoice) -> str:
    """Tell of all contacts, with an enquiry or without."""
    if chosen.group != ALL:
        return ""
    counts = {
        table.code: figures.table(table, chosen.centre, ALL)[0].count
        for table in catalogue.tables()
        if table.id == "contacts"
    }
    return exact_sentences.calls(counts["calls"], counts["total"]) if counts["total"] else ""


def shown(figures: Figures, table: CatalogueTable, chosen: ReportChoice, labels: Labels) -> ReportTable | None:
    """Return a table as the page shows it, or None where nobody answered."""
    of = {group: figures.table(table, chosen.centre, group) for group in groups_of(table, chosen.group)}
    of = {group: found for group, found in of.items() if found}
    if not of or (table.centre == "national" and chosen.centre != ALL):
        return None
    in_chart = charted(tuple(of))
    lines = _lines(table, of, labels)
    address = reverse("report:chart", args=[table.id])
    return ReportTable(
        id=table.id,
        title=str(titles().get(table.id, table.id)),
        columns=[_column(table, group, found, in_chart) for group, found in of.items()],
        lines=lines[:SHOWN_AT_ONCE],
        rest=lines[SHOWN_AT_ONCE:],
        sentences=_sentences(figures, table, of, chosen, labels),
        chart=f"{address}?{chosen.query}",
    )


def in_short(tables: Iterable[ReportTable]) -> list[ReportTable]:
    """Return the tables that matter most, each with its first column and most frequent rows, for one sheet of paper."""
    of = {table.id: table for table in tables}
    return [_in_short(of[name]) for name in FIRST if name in of]


def _in_short(table: ReportTable) -> ReportTable:
    lines = [ReportLine(line.label, line.cells[:1]) for line in table.lines[:IN_SHORT]]
    return ReportTable(table.id, table.title, table.columns[:1], lines)


def trend(of_months: Mapping[date, Figures], chosen: ReportChoice) -> list[tuple[date, int]]:
    """Return how many enquiries each month had that had any; nothing for a single month."""
    sizes = [(month, figures.size("enquiries", chosen.centre, chosen.group)) for month, figures in of_months.items()]
    return sizes if len(sizes) > 1 else []


def _column(table: CatalogueTable, group: str, found: list[Figure], in_chart: tuple[str, ...]) -> ReportColumn:
    words = exact_sentences.base_of(table, found[0])
    return ReportColumn(str(GROUPS[group]), words, in_chart.index(group) + 1 if group in in_chart else 0)


def _lines(table: CatalogueTable, of: Mapping[str, list[Figure]], labels: Labels) -> list[ReportLine]:
    by_code = [{figure.code: figure for figure in found} for found in of.values()]
    bases = [found[0].base for found in of.values()]
    rows = {
        code: [figures.get(code, Figure(code, 0, base)) for figures, base in zip(by_code, bases, strict=True)]
        for code in ordered(table, of)
    }
    # What nobody answered is no news; the file of exact figures has it.
    return [
        ReportLine(labels.of(table.id, code), [_cell(figure) for figure in row])
        for code, row in rows.items()
        if any(figure.count for figure in row)
    ]


def _cell(figure: Figure) -> ReportCell:
    return ReportCell(percent(figure), number(figure.count))


def ordered(table: CatalogueTable, of: Mapping[str, list[Figure]]) -> list[str]:
    """Return the codes of a table in the order of its rows: a scale keeps its own, a list goes by frequency."""
    totals: dict[str, int] = {}
    for found in of.values():
        for figure in found:
            totals[figure.code] = totals.get(figure.code, 0) + figure.count
    is_list = table.kind == TableKind.TOPICS or not table.everything or len(totals) > SHOWN_AT_ONCE
    return sorted(totals, key=lambda code: -totals[code]) if is_list else list(totals)


def _sentences(
    figures: Figures, table: CatalogueTable, of: Mapping[str, list[Figure]], chosen: ReportChoice, labels: Labels
) -> list[str]:
    said = [exact_sentences.finding(table.id, group, found) for group, found in of.items()]
    found = [each.words for each in said if each]
    if table.id == "citizenship" and chosen.group != "citizens":
        distinct = next(each for each in catalogue.tables() if each.kind == TableKind.DISTINCT)
        countries = figures.table(distinct, chosen.centre, "foreigners")
        found += [exact_sentences.countries(each.count) for each in countries]
    found = found or [words for words in [exact_sentences.commonest(table, next(iter(of.values())), labels)] if words]
    if table.id == "age":
        young = next(each for each in catalogue.tables() if each.id == "under_40")
        found += [exact_sentences.under_40(figures.table(young, chosen.centre, group)[0], group) for group in of]
    return found


def drawn(figures: Figures, table: CatalogueTable, chosen: ReportChoice, labels: Labels) -> tuple[list[Bar], list[str]]:
    """Return what the chart of a table shows, and its series."""
    of = {group: figures.table(table, chosen.centre, group) for group in groups_of(table, chosen.group)}
    of = {group: found for group, found in of.items() if found}
    wanted = ordered(table, of)[:SHOWN_AT_ONCE]
    series = charted(tuple(of))
    found = [
        Bar(labels.of(table.id, code), str(GROUPS[group]), figure.percent or 0.0, percent(figure))
        for code in wanted
        for group in series
        for figure in of[group]
        if figure.code == code
    ]
    return found, [str(GROUPS[group]) for group in series]


def monthly(of_months: Mapping[date, Figures], chosen: ReportChoice, labels: Labels) -> list[ReportTable]:
    """Return how the shares that matter most went from month to month; nothing for a single month."""
    if len(of_months) < 2 or chosen.group == "citizens":
        return []
    found = []
    for table in by_month():
        lines = [
            ReportLine(month_name(month), [_cell(figure), ReportCell("", number(figure.base or 0))])
            for month, figure in followed(of_months, table, chosen)
        ]
        if lines:
            address = reverse("report:monthly_chart", args=[table.id])
            name = labels.of(table.id, BY_MONTH[table.id])
            title = _("%(table)s, “%(answer)s”, month by month") % {"table": titles()[table.id], "answer": name}
            found.append(ReportTable(f"{table.id}_months", title, lines=lines, chart=f"{address}?{chosen.query}"))
    return found


def read_by_month() -> list[CatalogueTable]:
    """Return the tables that are read month by month: those that are followed, and how many enquiries there were."""
    total = next(each for each in catalogue.tables() if (each.id, each.kind) == ("enquiries", TableKind.COUNT))
    return [*by_month(), total]


def by_month() -> list[CatalogueTable]:
    """Return the tables that are followed from month to month."""
    return [table for table in tables() if table.id in BY_MONTH]


def followed(
    of_months: Mapping[date, Figures], table: CatalogueTable, chosen: ReportChoice
) -> list[tuple[date, Figure]]:
    """Return the figure that is followed, in each month in which anybody answered."""
    return [
        (month, figure)
        for month, figures in of_months.items()
        for figure in figures.table(table, chosen.centre, "foreigners")
        if figure.code == BY_MONTH[table.id]
    ]


def listed(
    figures: Figures, of_months: Mapping[date, Figures], chosen: ReportChoice, labels: Labels
) -> Iterator[ListedCount]:
    """Yield the counts that are shown by centre and by month, where there is anything to count."""
    places = dict.fromkeys([chosen.centre, *(labels.centres() if chosen.centre == ALL else ())])
    for table in listed_tables():
        if chosen.group not in table.groups or not _count_of(figures, table, chosen.centre):
            continue
        counts = [(labels.centre(place), _count_of(figures, table, place)) for place in places]
        parts = [(_("Centre"), [(name, number(count)) for name, count in counts if count])]
        if chosen.period.first != chosen.period.last:
            of = [(month_name(month), _count_of(each, table, chosen.centre)) for month, each in of_months.items()]
            parts.append((_("Month"), [(name, number(count)) for name, count in _from_first_to_last(of)]))
        yield ListedCount(table.id, str(titles().get(table.id, table.id)), parts)


def _from_first_to_last(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Leave out the months of nobody before the first that has some and after the last.

    One between others stays: without it the months beside it would look as if they followed each other.
    """
    some = [at for at, (_name, count) in enumerate(counts) if count]
    return counts[some[0] : some[-1] + 1] if some else []


def listed_tables() -> list[CatalogueTable]:
    """Return the counts that are shown by centre and by month."""
    return [table for table in catalogue.tables() if table.listed]


def _count_of(figures: Figures, table: CatalogueTable, centre: str) -> int:
    return figures.table(table, centre, ALL)[0].count
