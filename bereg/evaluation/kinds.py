"""What each kind of material brought in some months: by what people said of how they learnt of us."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from bereg.campaigns.models import Distribution, Material
from bereg.counting import catalogue, crossed, months
from bereg.counting.by_day import by_day
from bereg.counting.catalogue import ALL
from bereg.counting.figures import Figures
from bereg.counting.months import Period
from bereg.evaluation.measures import Measured, cost_of_one, days_between, days_of, for_each, per_thousand, spread
from bereg.evaluation.results import SOURCE, Showings, share_of

FEWEST = 20  # who said it, under which nothing is said of a group


@dataclass(frozen=True)
class Spent:
    """What was spent on a kind, in one currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class KindResult:
    """One answer to how people learnt of us. cost: None where nothing is known, or in more than one currency."""

    code: str
    enquiries: int
    share: Measured | None
    copies: int
    cost: Spent | None
    per_thousand: Measured | None
    shown: Showings
    per_showing: Measured | None
    cost_of_one: Measured | None


@dataclass(frozen=True)
class GroupOfAskers:
    """Who asked, and the share of each way in which they learnt of us."""

    code: str
    base: int
    shares: Mapping[str, Measured]


def kinds_of(figures: Figures, period: Period) -> list[KindResult]:
    """Return every answer that anybody gave in some months, the most frequent first, with what was spent on it.

    And what was given out or shown in them although nobody named it: it may have cost most of all.
    """
    [table] = (each for each in catalogue.tables() if each.id == SOURCE)
    counts = {each.code: each.count for each in figures.table(table, ALL, ALL)}
    base = sum(counts.values())
    copies, shown, costs = _copies(period), _shown(period), _costs(period)
    codes = [code for code in {**counts, **copies} if counts.get(code) or code in copies]
    varies = _spread_of(period)
    return [
        KindResult(
            code=code,
            enquiries=(count := counts.get(code, 0)),
            share=share_of(count, base),
            copies=(given := copies.get(code, 0)),
            cost=(cost := costs.get(code)),
            per_thousand=per_thousand(count, given, varies.get(code, 1.0)),
            shown=(times := shown.get(code, Showings())),
            per_showing=for_each(count, times.times, varies.get(code, 1.0)),
            cost_of_one=cost_of_one(float(cost.amount), count, varies.get(code, 1.0)) if cost else None,
        )
        for code in sorted(codes, key=lambda code: -counts.get(code, 0))
    ]


def askers_of(period: Period) -> list[GroupOfAskers]:
    """Return each kind of enquirer of whom enough said how they learnt of us, and how. Raise FiguresFault."""
    [cross] = (each for each in crossed.cross_tables() if (each.table.id, each.within) == (SOURCE, "enquirer"))
    made = crossed.made(cross, crossed.counted(period), ALL, ALL)
    found = []
    for code, figures in made.of.items():
        base = made.size(code)
        shares = {name: share_of(figure.count, base) for name, figure in figures.items() if figure.count}
        if base >= FEWEST:
            found.append(GroupOfAskers(code, base, {name: share for name, share in shares.items() if share}))
    return found


def _spread_of(period: Period) -> dict[str, float]:
    """Return by how much the days of some months vary on which each answer was given. Of today not all is known."""
    end = min(months.following(period.last), timezone.localdate())
    days = days_between(period.first, end)
    return {code: spread(days_of(counts, days)) for code, counts in by_day(SOURCE, period.first, end).items()}


def _copies(period: Period) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for each in _given(period):
        found[each.material.source] += each.given_out
    return dict(found)


def _shown(period: Period) -> dict[str, Showings]:
    found: defaultdict[str, Showings] = defaultdict(Showings)
    for each in _given(period):
        before = found[each.material.source]
        found[each.material.source] = Showings(
            before.broadcasts + (each.broadcasts or 0), before.days + (each.days_shown or 0)
        )
    return dict(found)


def _costs(period: Period) -> dict[str, Spent]:
    """Return what the materials cost that were given out or shown in some months, each once and as a whole."""
    its: dict[str, dict[object, Material]] = defaultdict(dict)
    for each in _given(period):
        its[each.material.source][each.material_id] = each.material
    found = {}
    for kind, of_kind in its.items():
        currencies = {material.currency for material in of_kind.values()}
        amounts = [material.cost for material in of_kind.values()]
        # A sum without one of its parts would make the kind cheap.
        if len(currencies) == 1 and all(amounts):
            found[kind] = Spent(sum((each for each in amounts if each), Decimal()), currencies.pop())
    return found


def _given(period: Period) -> list[Distribution]:
    ends: date = months.following(period.last)
    found = Distribution.objects.filter(given_on__gte=period.first, given_on__lt=ends)
    return list(found.select_related("material"))
