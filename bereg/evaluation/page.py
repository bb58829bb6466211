"""The pages of what campaigns brought, put together: lines of figures with their intervals, and what differs surely."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bereg.campaigns.models import Distribution, Material
from bereg.core.numbers import number
from bereg.counting.wording import GROUPS, Labels
from bereg.evaluation.before_and_after import BeforeAndAfter
from bereg.evaluation.kinds import KindResult
from bereg.evaluation.measures import Compared, Measured, alike
from bereg.evaluation.results import MaterialResult, NamingPart, Showings
from bereg.evaluation.whole import WholeResult
from bereg.evaluation.wording import between, figure, money, percent, percent_between, showings, times


@dataclass(frozen=True)
class FigureCell:
    """A figure, and its interval below it; both empty where there is none."""

    value: str = ""
    interval: str = ""


NOTHING = FigureCell()


@dataclass(frozen=True)
class MaterialLine:
    """One material. cells: enquiries, for each 1,000 copies, each showing, cost, citizens, foreigners, visits."""

    material: Material
    language: str
    cells: list[FigureCell]


@dataclass(frozen=True)
class KindLine:
    """One way to learn of us. cells: enquiries, share, copies, for each 1,000, for each showing, cost, cost of one."""

    label: str
    cells: list[FigureCell]


@dataclass(frozen=True)
class PlaceLine:
    label: str
    cells: list[FigureCell]


@dataclass(frozen=True)
class AroundLine:
    """One distribution, with what came before and after it. cells: of the material, of its kind."""

    distribution: Distribution
    cells: list[FigureCell]


@dataclass(frozen=True)
class AroundMaterial:
    """The distributions of one material, the newest first."""

    material: Material
    lines: list[AroundLine]


@dataclass(frozen=True)
class AlikeGroup:
    """What no interval tells apart. first: whether it is surely above all others."""

    names: list[str]


def material_lines(found: Iterable[MaterialResult]) -> list[MaterialLine]:
    return [
        MaterialLine(
            each.material,
            str(each.material.get_language_display()),
            [
                FigureCell(number(each.enquiries)),
                _measured(each.per_thousand),
                _per_showing(each.per_showing, each.shown),
                _cost(each.cost_of_one, each.material.currency),
                *(_part(part) for part in each.groups),
                FigureCell(number(each.visits) if each.visits else ""),
            ],
        )
        for each in found
    ]


def whole_cells(whole: WholeResult) -> list[FigureCell]:
    """Return the cells of all materials together, in the columns of `material_lines`."""
    return [
        FigureCell(number(whole.enquiries)),
        _measured(whole.per_thousand),
        NOTHING,
        _cost(whole.cost_of_one, whole.currency),
        *(_part(part) for part in whole.groups),
        FigureCell(number(whole.visits) if whole.visits else ""),
    ]


def group_names(found: Sequence[MaterialResult]) -> list[str]:
    """Return the heads of the columns of groups."""
    return [str(GROUPS[part.code]) for part in found[0].groups] if found else []


def centre_lines(
    found: Iterable[MaterialResult], whole: WholeResult | None, labels: Labels
) -> tuple[list[str], list[PlaceLine]]:
    """Return the centres where anybody named a material, a line of each that anybody named, and one of all together."""
    named = [each for each in found if each.enquiries]
    all_codes = [part.code for part in named[0].centres] if named else []
    codes = [code for code in all_codes if any(_at(each.centres, code).count for each in named)]
    lines = [(str(each.material), each.centres) for each in named]
    if whole and len(named) > 1:
        lines.append((_("All materials together"), whole.centres))
    return (
        [labels.centre(code) for code in codes],
        [PlaceLine(label, [_part(_at(centres, code)) for code in codes]) for label, centres in lines],
    )


def _at(centres: Iterable[NamingPart], code: str) -> NamingPart:
    return next(part for part in centres if part.code == code)


def around_materials(found: Iterable[MaterialResult]) -> list[AroundMaterial]:
    """Return the distributions of each material that has any: a large campaign has hundreds."""
    return [AroundMaterial(each.material, _around_lines(each.around)) for each in found if each.around]


def _around_lines(found: Iterable[BeforeAndAfter]) -> list[AroundLine]:
    lines = [AroundLine(each.distribution, [_compared(each.of_material), _compared(each.of_kind)]) for each in found]
    return sorted(lines, key=lambda line: line.distribution.given_on, reverse=True)


def kind_lines(kinds: Iterable[KindResult], labels: Labels) -> list[KindLine]:
    return [
        KindLine(
            labels.of("source", each.code),
            [
                FigureCell(number(each.enquiries)),
                _share(each.share),
                FigureCell(number(each.copies) if each.copies else ""),
                _measured(each.per_thousand),
                _per_showing(each.per_showing, each.shown),
                FigureCell(money(float(each.cost.amount), each.cost.currency) if each.cost else ""),
                _cost(each.cost_of_one, each.cost.currency if each.cost else ""),
            ],
        )
        for each in kinds
    ]


def apart(found: Sequence[MaterialResult], of: str) -> list[AlikeGroup]:
    """Return the materials in groups that differ surely by one of their figures; none where nothing does.

    Costs are compared in one currency alone.
    """
    measured: Mapping[int, Measured] = {at: value for at, each in enumerate(found) if (value := getattr(each, of))}
    if of == "cost_of_one" and len({found[at].material.currency for at in measured}) > 1:
        return []
    groups = alike({at: value.interval for at, value in measured.items()})
    return [AlikeGroup([_named(found[at].material) for at in group]) for group in groups] if len(groups) > 1 else []


def _named(material: Material) -> str:
    return f"{material.name} ({material.code})"


def _measured(measured: Measured | None) -> FigureCell:
    if measured is None:
        return NOTHING
    return FigureCell(figure(measured.value or 0), between(measured.interval))


def _per_showing(measured: Measured | None, shown: Showings) -> FigureCell:
    found = _measured(measured)
    return FigureCell(found.value, f"{found.interval} · {showings(shown)}") if measured else found


def _cost(measured: Measured | None, currency: str) -> FigureCell:
    if measured is None:
        return NOTHING
    if measured.value is None:  # nobody named it: a limit alone is known
        return FigureCell(f"{between(measured.interval)} {currency}")
    return FigureCell(money(measured.value, currency), between(measured.interval))


def _share(measured: Measured | None) -> FigureCell:
    if measured is None:
        return NOTHING
    return FigureCell(percent(measured.value or 0), percent_between(measured.interval))


def _part(part: NamingPart) -> FigureCell:
    share = _share(part.share)
    return FigureCell(" · ".join(filter(None, [number(part.count), share.value])), share.interval)


def _compared(compared: Compared | None) -> FigureCell:
    """Write how many came before and after in weeks, and how many times as many."""
    if compared is None:
        return FigureCell("", _("too near to another, or no week is over"))
    words = {
        "before": number(compared.before),
        "after": number(compared.after),
        "weeks_before": compared.weeks_before,
        "weeks_after": compared.weeks_after,
    }
    counts = _("%(before)s in %(weeks_before)s wk. → %(after)s in %(weeks_after)s wk.") % words
    if compared.ratio is None:
        return FigureCell(counts)
    return FigureCell(counts, f"{times(compared.ratio)} ({between(compared.ratio.interval)})")
