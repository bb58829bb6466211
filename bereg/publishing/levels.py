"""At which level each centre is shown in a period.

What decides is what would be shown of the centre's total, with its noise, and never how many there truly were: else who
saw a centre appear would know that it had a hundred enquiries and not ninety-nine.
"""

from collections.abc import Callable, Iterator

from bereg.counting import published_tables
from bereg.counting.catalogue import ALL
from bereg.counting.months import Period
from bereg.counting.published_tables import LEFT_OUT, Level
from bereg.publishing.cells import BASE, CellSource, Counted
from bereg.publishing.disclosure_control import RULES
from bereg.publishing.frames import Frame

Sized = Callable[[Counted], int]  # for how many a centre's total is taken


def shown(source: CellSource, frame: Frame, sized: Sized) -> Iterator[tuple[str, Level]]:
    """Yield all centres together and each that is shown, with its level."""
    yield ALL, _of_all(source.period)
    for centre, level in _of_each(source, frame, sized).items():
        if level:
            yield centre, level


def hidden(source: CellSource, frame: Frame, sized: Sized) -> Iterator[Counted]:
    """Yield the totals of the centres that are not shown, as cells that nobody sees: they are attacked too.

    What everybody knows of them is that they were too small, unless it is that the others were.
    """
    if not frame.decides_by_noise:
        return
    for centre, level in _of_each(source, frame, sized).items():
        if not level:
            total = _total(source, centre, LEFT_OUT)
            below = frame.bases[0] if sized(total) < frame.bases[0] else None
            yield Counted("", centre, ALL, LEFT_OUT, total.definition, total.count, below=below)


def possible(period: Period, centre: str) -> list[Level]:
    """Return every level at which a centre, or all, may be shown in a period."""
    if centre == ALL:
        return [_of_all(period)]
    return [Level.CENTRE_MONTH] if period.first == period.last else [Level.CENTRE_YEAR, Level.SMALL_CENTRE_YEAR]


def level_of(
    period: Period,
    size: int,
    bases: tuple[int, int] = (published_tables.CENTRE_BASE, published_tables.LARGE_CENTRE_BASE),
) -> Level | None:
    """Return at which level a centre of this size is shown; None where it is too small.

    bases: how many enquiries it needs to be shown, and to be large.
    """
    shown_from, large_from = bases
    if size < shown_from:
        return None
    if period.first == period.last:
        return Level.CENTRE_MONTH
    return Level.CENTRE_YEAR if size >= large_from else Level.SMALL_CENTRE_YEAR


def _of_all(period: Period) -> Level:
    return Level.MONTH if period.first == period.last else Level.YEAR


def _of_each(source: CellSource, frame: Frame, sized: Sized) -> dict[str, Level | None]:
    """Return the level of each centre. Where there is one alone, all centres together are that one already."""
    if len(frame.centres) < 2:
        return {}
    if not frame.decides_by_noise:
        sizes = {centre: source.figures.size(published_tables.people(), centre) for centre in frame.centres}
        return {centre: level_of(source.period, size, frame.bases) for centre, size in sizes.items()}
    sizes = {centre: sized(_total(source, centre, BASE)) for centre in frame.centres}
    # Beside others of whom no number would be shown, a centre may be all there is: then it would be shown twice.
    with_number = [centre for centre, size in sizes.items() if size >= RULES.class_below]
    return {
        centre: level_of(source.period, size, frame.bases) if set(with_number) - {centre} else None
        for centre, size in sizes.items()
    }


def _total(source: CellSource, centre: str, code: str) -> Counted:
    people = published_tables.people()
    definition = source.define(people, {}, centre)
    return Counted(people, centre, ALL, code, definition, source.figures.size(people, centre))
