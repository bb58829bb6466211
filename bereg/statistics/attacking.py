"""The attack on everything that a release would publish, as somebody would try it who knows all our rules."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
from bereg.statistics.thinning import key_of, thinned

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


@dataclass(frozen=True)
class Tried:
    """What the attack found, and how often each table would be left out, a time for each period, centre and group."""

    audit: Audit
    left_out: Mapping[str, int]


def attack(months: Period, progress: Progress, *, way: str = PROTECTED) -> Tried:
    """Attack all that would be published of these months. Raise VaultLocked, FiguresFault.

    way: how it would be published. The raw and the suppressed ones show what the attacker is able to.
    """
    frame = Frame.now()
    every = [list(counted(period, frame)) for period in periods_of(months)]
    if way == PROTECTED:
        secret = protection.secret()
        periods = [thinned(protection.protect(of, secret)) for of in every]
        out = Counter(table for of in periods for table, *_ in {key_of(each) for each in of if each.is_left_out})
        return Tried(attack_on([each for of in periods for each in of], progress), out)
    shown = WAYS[way]
    cells = [Cell(each.definition, shown(each.count), each.count) for of in every for each in of]
    return Tried(_attack(cells, Known(Noise.NONE), progress), {})


def attack_on(protected: Sequence[Protected], progress: Progress, closed: Closed | None = None) -> Audit:
    """Attack what was published and what is about to be. closed: in which months a centre was not there yet."""
    cells = [Cell(each.cell.definition, each.shown, each.cell.count, each.is_left_out) for each in protected]
    return _attack(cells, Known(Noise.DEFINITION, protection.RULES), progress, closed)


def _attack(cells: Sequence[Cell], known: Known, progress: Progress, closed: Closed | None = None) -> Audit:
    centres = tuple(queries.centre_codes())
    return audit(Publication(cells, known, centres, ALL, _unions(cells), closed or {}), progress)


def _unions(cells: Sequence[Cell]) -> dict[str, frozenset[str]]:
    """Return the classes of topics, and single topics: who asked about any of them is in it."""
    variables = {variable for each in cells for variable, _codes in each.definition.conditions}
    mark = f"{TOPIC} "
    return {each: frozenset(each.removeprefix(mark).split("+")) for each in sorted(variables) if each.startswith(mark)}


def _raw(count: int) -> Shown:
    return count


def _suppressed(count: int) -> Shown:
    return Mark.SUPPRESSED if count in SMALL_COUNTS else count


# How others publish; ours is PROTECTED.
WAYS = {"raw": _raw, "suppressed": _suppressed}
