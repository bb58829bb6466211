"""The attack on everything that a release would publish, as somebody would try it who knows all our rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bereg.disclosure import Shown
from bereg.disclosure.attack import Audit, Cell, Known, Noise, Publication, audit
from bereg.disclosure.attack.published import SMALL_COUNTS
from bereg.disclosure.classes import Mark
from bereg.statistics import cells, protection, queries
from bereg.statistics.catalogue import ALL
from bereg.statistics.cells import Counted, Source
from bereg.statistics.codes import TOPIC
from bereg.statistics.frames import Frame
from bereg.statistics.months import Period
from bereg.statistics.protection import Protected

Progress = Callable[[int, int], None]
Closed = Mapping[str, frozenset[int]]
PROTECTED = "protected"


def periods_of(months: Period) -> list[Period]:
    """Return what is published of these months: each of them and, of several, all together."""
    each = [Period(month, month) for month in months]
    return [*each, months] if len(each) > 1 else each


def counted(period: Period, frame: Frame, *, vintage: int = 1) -> Iterator[Counted]:
    """Yield every cell that is published of a period, nationally and of each centre that is large enough."""
    figures = queries.figures_for(period, frame.tables)
    source = Source(figures, period, frame.home, figures.codes.limited_to(frame.codes), vintage, frame.tables)
    for centre in [ALL, *frame.centres] if len(frame.centres) > 1 else [ALL]:  # a single centre is the total already
        level = cells.level_of(period, figures.size("enquiries", centre), centre, frame.bases)
        if level:
            yield from cells.counted(source, centre, level)


def attack(months: Period, progress: Progress, *, way: str = PROTECTED) -> Audit:
    """Attack all that would be published of these months. Raise VaultLocked, FiguresFault.

    way: how it would be published. The raw and the suppressed ones show what the attacker is able to.
    """
    frame = Frame.now()
    every = [cell for period in periods_of(months) for cell in counted(period, frame)]
    shown, known = WAYS[way](every)
    return _attack(every, shown, known, progress)


def attack_on(protected: Sequence[Protected], progress: Progress, closed: Closed | None = None) -> Audit:
    """Attack what was published and what is about to be. closed: in which months a centre was not there yet."""
    cells_of, shown = [each.cell for each in protected], [each.shown for each in protected]
    return _attack(cells_of, shown, Known(Noise.DEFINITION, protection.RULES), progress, closed)


def _attack(
    every: Sequence[Counted], shown: Sequence[Shown], known: Known, progress: Progress, closed: Closed | None = None
) -> Audit:
    published = [Cell(each.definition, of, each.count) for each, of in zip(every, shown, strict=True)]
    centres = tuple(queries.centre_codes())
    return audit(Publication(published, known, centres, ALL, _unions(every), closed or {}), progress)


def _unions(every: Sequence[Counted]) -> dict[str, frozenset[str]]:
    """Return the classes of topics, and single topics: who asked about any of them is in it."""
    variables = {variable for each in every for variable, _codes in each.definition.conditions}
    mark = f"{TOPIC} "
    return {each: frozenset(each.removeprefix(mark).split("+")) for each in sorted(variables) if each.startswith(mark)}


def _protected(every: Sequence[Counted]) -> tuple[list[Shown], Known]:
    protected = protection.protect(every, protection.secret())
    return [each.shown for each in protected], Known(Noise.DEFINITION, protection.RULES)


def _raw(every: Sequence[Counted]) -> tuple[list[Shown], Known]:
    return [each.count for each in every], Known(Noise.NONE)


def _suppressed(every: Sequence[Counted]) -> tuple[list[Shown], Known]:
    shown: list[Shown] = [Mark.SUPPRESSED if each.count in SMALL_COUNTS else each.count for each in every]
    return shown, Known(Noise.NONE)


WAYS = {PROTECTED: _protected, "raw": _raw, "suppressed": _suppressed}
