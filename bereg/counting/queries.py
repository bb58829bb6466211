"""Reading of the figures."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from bereg.centres import queries as centres
from bereg.centres.universes import universes
from bereg.counting import catalogue, cubes, facts, figures, late_records, months
from bereg.counting.catalogue import ALL, CatalogueTable
from bereg.counting.codes import TOPIC, Codes
from bereg.counting.figures import Figures
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.published_tables import Published


class UnknownCentreError(Exception):
    """No centre has this code."""


@dataclass(frozen=True)
class ReportRow:
    """One figure as `bereg report` prints it."""

    table: str
    centre: str
    group: str
    period: str
    code: str
    count: int
    base: int | None
    percent: float | None


def figures_of(period: Period) -> Figures:
    """Return the figures of a period, after writing anew what has changed."""
    while True:
        wanted = facts.bring_up_to_date(period)
        found = figures.read(period, cubes.digest(wanted))
        if facts.definition() == wanted:  # else somebody brought a new topic, whose cubes replace those that were read
            return found


def figures_for(period: Period, tables: Iterable[Published]) -> Figures:
    """Return the same with what published tables need besides, such as classes of topics of an earlier catalogue.

    That is counted from the facts each time: it stands in no stored cube any more.
    """
    found, numbers = figures_of(period), Codes().numbers(TOPIC)
    more = tuple(cube for cube in cubes.needed(tables, numbers) if cube not in set(facts.definition()))
    if not more:
        return found
    return Figures({**found.cells, **facts.counted(period, more)}, found.codes)


def refresh(period: Period) -> None:
    """Write anew what has changed. Raise FiguresFault."""
    facts.bring_up_to_date(period)


def counted(period: Period) -> Figures:
    """Return the figures of a period as they were last written, for a chart beside figures that were just made."""
    return figures.read(period, cubes.digest(facts.definition()))


def counted_by_month(
    period: Period, tables: Collection[CatalogueTable], topics: Collection[str] = ()
) -> dict[date, Figures]:
    """Return the figures of some tables of codes in each month as they were last written, without empty months.

    topics: of enquiries, those that are counted besides.
    """
    wanted = [cubes.Cube(table.universe, table.variable) for table in tables]
    if topics:
        numbers = Codes().numbers(TOPIC)
        words = {numbers[topic] // cubes.TOPIC_WORD for topic in topics if topic in numbers}
        wanted += [cubes.Cube("enquiries", topic_word=word) for word in sorted(words)]
    return figures.read_each(period, cubes.digest(facts.definition()), wanted)


def recorded_months() -> Period | None:
    """Return the months from the first record to the last, or None where nobody ever reached us."""
    days = [day for universe in universes().values() for day in universe.span()]
    return Period(months.of(min(days)), months.of(max(days))) if days else None


def months_that_exist() -> list[date]:
    """Return the months in which anybody reached us, in their order; the closed ones with them."""
    return facts.months_that_exist()


def written_months(last: date) -> list[date]:
    """Return the months up to one whose figures were written, in their order."""
    return list(Month.objects.filter(first_day__lte=last).order_by("first_day").values_list("first_day", flat=True))


def report_rows(first: date, last: date, *, centre: str | None = None) -> list[ReportRow]:
    """Return every exact figure of the months `first` to `last`, of all centres or one.

    Raise ValueError where `first` is after `last`, UnknownCentreError where no centre has this code.
    """
    known = [each.code for each in centres.all_centres()]
    if centre is not None and centre not in known:
        raise UnknownCentreError(centre)
    period = Period(first, last)
    places = [ALL, *known] if centre is None else [centre]
    return list(_rows(figures_of(period), str(period), places))


def _rows(of: Figures, period: str, places: list[str]) -> Iterator[ReportRow]:
    for table in catalogue.tables():
        for place in places:
            if table.centre == "national" and place != ALL:
                continue
            for group in table.groups:
                for figure in of.table(table, place, group):
                    yield ReportRow(
                        table.id, place, group, period, figure.code, figure.count, figure.base, figure.percent
                    )


def centre_codes() -> list[str]:
    """Return the codes by which a centre may be chosen."""
    return [each.code for each in centres.all_centres()]


def month_to_close() -> date | None:
    """Return the one month that may be closed next: after the last closed one, or that of the earliest record."""
    if first_open := late_records.counted_in(facts.last_closed_month()):
        return first_open
    earliest = [months.of(first) for universe in universes().values() if (first := universe.first_uncounted())]
    return min(earliest, default=None)


def is_over(month: date) -> bool:
    """Tell whether a month has ended at every centre."""
    now = timezone.now()
    return all(months.local_month(now, each.time_zone) > month for each in centres.all_centres())


def closed_months() -> QuerySet[Month]:
    """Return the closed months, the latest first."""
    return Month.objects.filter(closed_at__isnull=False).select_related("closed_by").order_by("-first_day")
