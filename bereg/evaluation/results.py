"""What a campaign brought, by its materials: the exact figures since it began, and the days around what was given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from bereg.campaigns.models import Campaign, Material
from bereg.campaigns.queries import distributions, materials, sums_of
from bereg.core.intervals import Share, wilson
from bereg.counting import catalogue, months, queries
from bereg.counting.by_day import by_day
from bereg.counting.catalogue import ALL, CatalogueTable
from bereg.counting.figures import Figures
from bereg.counting.months import Period
from bereg.counting.wording import Labels
from bereg.evaluation.before_and_after import MOST_WEEKS, BeforeAndAfter, compare_around
from bereg.evaluation.measures import Measured, cost_of_one, days_between, days_of, for_each, per_thousand, spread

MATERIAL, SOURCE = "material", "source"
SHARED = ("citizens", "foreigners")


@dataclass(frozen=True)
class NamingPart:
    """How many of some enquiries are of a group or a centre."""

    code: str
    count: int
    share: Measured | None  # None: of nobody


@dataclass(frozen=True)
class Showings:
    """How often something was broadcast, or on how many days it was shown, at all places together."""

    broadcasts: int = 0
    days: int = 0

    @property
    def times(self) -> int:
        """What enquiries are held against: no kind of material has both."""
        return self.broadcasts or self.days


@dataclass(frozen=True)
class MaterialResult:
    """What one material brought. copies: that stayed with people. visits: of its address, as many as were counted.

    days: how many named it on each day since the campaign began.
    """

    material: Material
    enquiries: int
    days: list[int]
    copies: int
    visits: int
    per_thousand: Measured | None
    shown: Showings
    per_showing: Measured | None  # for each broadcast or issue, or each day shown
    cost_of_one: Measured | None
    groups: list[NamingPart]
    centres: list[NamingPart]
    around: list[BeforeAndAfter]


def material_table() -> CatalogueTable:
    return next(table for table in catalogue.tables() if table.id == MATERIAL)


def period_of(campaign: Campaign, existing: Iterable[date]) -> Period | None:
    """Return the months since a campaign began of which anything is known; what was printed goes on bringing calls."""
    known = [month for month in existing if month >= months.of(campaign.first_day)]
    return Period(known[0], known[-1]) if known else None


def results_of(campaign: Campaign, period: Period, labels: Labels) -> list[MaterialResult]:
    """Return what each material of a campaign brought, in the order of their names. Raise FiguresFault."""
    figures = queries.figures_of(period)
    its = list(materials().filter(campaign=campaign))
    given = list(distributions().filter(material__in=its).order_by("given_on", "recorded_at", "pk"))
    sums = sums_of(its)
    first = min([campaign.first_day, *(each.given_on for each in given)]) - timedelta(weeks=MOST_WEEKS)
    end = timezone.localdate()  # of today not all is known
    of_material, of_kind = by_day(MATERIAL, first, end), by_day(SOURCE, first, end)
    found = []
    for each in its:
        count = _count(figures, each.code)
        days = days_of(of_material.get(each.code, Counter()), days_between(campaign.first_day, end))
        varies = spread(days)
        own = [one for one in given if one.material_id == each.pk]
        found.append(
            MaterialResult(
                material=each,
                enquiries=count,
                days=days,
                copies=sums[each.pk].given_out,
                visits=sums[each.pk].visits,
                per_thousand=per_thousand(count, sums[each.pk].given_out, varies),
                shown=(shown := Showings(sums[each.pk].broadcasts, sums[each.pk].days_shown)),
                per_showing=for_each(count, shown.times, varies),
                cost_of_one=cost_of_one(float(each.cost), count, varies) if each.cost else None,
                groups=parts_of(count_by_group(figures, each.code)),
                centres=parts_of({code: _count(figures, each.code, code) for code in labels.centres()}),
                around=list(compare_around(own, of_material, of_kind, end)),
            )
        )
    return found


def count_by_group(figures: Figures, code: str) -> dict[str, int]:
    """Return how many of each group named a material, of those whose group is known."""
    return {group: _count(figures, code, ALL, group) for group in SHARED}


def _count(figures: Figures, code: str, centre: str = ALL, group: str = ALL) -> int:
    named = figures.table(material_table(), centre, group)
    return next((figure.count for figure in named if figure.code == code), 0)


def parts_of(counts: Mapping[str, int]) -> list[NamingPart]:
    """Return each of some counts with its share of them all."""
    return [NamingPart(code, count, share_of(count, sum(counts.values()))) for code, count in counts.items()]


def share_of(count: int, base: int) -> Measured | None:
    """Return a share with its interval; None of nobody."""
    return Measured(count / base, wilson(Share(count / base, base))) if base else None
