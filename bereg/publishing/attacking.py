"""The attack on everything that a release would publish, as somebody would try it who knows all our rules."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bereg.counting import facts, published_tables, queries
from bereg.counting.catalogue import ALL
from bereg.counting.codes import TOPIC, Codes
from bereg.counting.months import Period
from bereg.disclosure import Shown
from bereg.disclosure.attack import Audit, Cell, Known, Noise, Publication, audit
from bereg.disclosure.attack.published import SMALL_COUNTS
from bereg.disclosure.rules import Mark
from bereg.publishing import cells, disclosure_control, levels, outsiders
from bereg.publishing.cells import CellSource, Counted
from bereg.publishing.disclosure_control import Protected
from bereg.publishing.frames import Frame
from bereg.publishing.levels import Sized
from bereg.publishing.table_suppression import key_of, thinned

Progress = Callable[[int, int], None]
Closed = Mapping[str, frozenset[int]]
PROTECTED = "protected"


def periods_of(months: Period) -> list[Period]:
    """Return what is published of these months: each of them and, of several, all together."""
    each = [Period(month, month) for month in months]
    return [*each, months] if len(each) > 1 else each


def counted(period: Period, frame: Frame, sized: Sized, *, vintage: int = 1) -> Iterator[Counted]:
    """Yield every cell that is published of a period, nationally and of each centre that is large enough.

    sized: for how many the total of a centre is taken.
    """
    source = _source(period, frame, vintage)
    for centre, level in levels.shown(source, frame, sized):
        yield from cells.counted(source, centre, level)
    yield from levels.hidden(source, frame, sized)


def countable(period: Period, frame: Frame, *, vintage: int = 1) -> Iterator[Counted]:
    """Yield every cell that could be published of a period, at whatever level a centre is shown."""
    source = _source(period, frame, vintage)
    for centre in (ALL, *frame.centres):
        for level in levels.possible(period, centre):
            yield from cells.counted(source, centre, level)


def _source(period: Period, frame: Frame, vintage: int) -> CellSource:
    figures, one_noise = queries.figures_for(period, frame.tables), frame.decides_by_noise
    codes, since = figures.codes.limited_to(frame.codes), facts.first_closed_month() if one_noise else None
    return CellSource(figures, period, frame.home, codes, vintage, frame.tables, since, one_noise)


def as_perturbed(secret: bytes) -> Sized:
    """Take a total for what it is with its noise."""
    return lambda cell: disclosure_control.perturbed([cell], secret)[0]


def as_counted(cell: Counted) -> int:
    """Take a total for what it is, as others do."""
    return cell.count


@dataclass(frozen=True)
class AttackOutcome:
    """What the attack found, and how often each table would be left out, a time for each period, centre and group."""

    audit: Audit
    left_out: Mapping[str, int]
    guesses: tuple[float, ...] = ()  # of each person: how often who knows nobody is right whether they are there


def attack(months: Period, progress: Progress, *, way: str = PROTECTED) -> AttackOutcome:
    """Attack all that would be published of these months. Raise VaultLocked, FiguresFault.

    way: how it would be published. The raw and the suppressed ones show what the attacker is able to.
    """
    frame = Frame.now()
    if way == PROTECTED:
        secret = disclosure_control.secret()
        every = [list(counted(period, frame, as_perturbed(secret))) for period in periods_of(months)]
        periods = [thinned(disclosure_control.protect(of, secret)) for of in every]
        out = Counter(table for of in periods for table, *_ in {key_of(each) for each in of if each.is_left_out})
        found = [each for of in periods for each in of]
        return AttackOutcome(attack_on(found, progress, judges=True), out, tuple(outsiders.guesses(found, months)))
    shown = WAYS[way]
    every = [list(counted(period, frame, as_counted)) for period in periods_of(months)]
    cells = [Cell(each.definition, shown(each.count), each.count) for of in every for each in of]
    return AttackOutcome(_attack(cells, Known(Noise.NONE), progress), {})


def attack_on(
    protected: Sequence[Protected], progress: Progress, closed: Closed | None = None, *, judges: bool = False
) -> Audit:
    """Attack what was published and what is about to be. closed: in which months a centre was not there yet.

    judges: hold guesses against the true counts. A release is not judged so: that it was refused would tell of them.
    """
    cells = [
        Cell(
            definition=each.cell.definition,
            shown=Mark.UNPUBLISHED if each.is_withheld else each.shown,
            true=each.cell.count if judges else None,
            is_left_out=each.is_left_out,
            is_large=each.is_large,
            below=each.cell.below,
        )
        for each in protected
    ]
    return _attack(cells, Known(Noise.DEFINITION, disclosure_control.RULES), progress, closed)


def _attack(cells: Sequence[Cell], known: Known, progress: Progress, closed: Closed | None = None) -> Audit:
    centres, codes = tuple(queries.centre_codes()), Codes()
    complete = {
        each.variable: frozenset(codes.numbers(each.variable)) for each in published_tables.tables() if each.complete
    }
    return audit(Publication(cells, known, centres, ALL, _unions(cells), closed or {}, complete), progress)


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
