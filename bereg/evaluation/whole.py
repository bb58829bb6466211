"""What a campaign brought by all its materials together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bereg.evaluation.measures import Measured, cost_of_one, per_thousand, spread
from bereg.evaluation.results import MaterialResult, NamingPart, parts_of


@dataclass(frozen=True)
class WholeResult:
    """A campaign. currency: of its cost, which is what its materials cost."""

    enquiries: int
    visits: int
    per_thousand: Measured | None  # of the materials that have copies
    cost_of_one: Measured | None  # None also where one has no cost, or they cost different currencies
    currency: str
    groups: list[NamingPart]
    centres: list[NamingPart]


def whole_of(found: Sequence[MaterialResult]) -> WholeResult | None:
    """Put the materials of a campaign together; None of fewer than two.

    An enquiry names one material, so their enquiries add up.
    """
    if len(found) < 2:
        return None
    copied = [each for each in found if each.copies]
    currencies = {each.material.currency for each in found}
    costs = [each.material.cost for each in found if each.material.cost]
    enquiries = sum(each.enquiries for each in found)
    is_known = len(costs) == len(found) and len(currencies) == 1
    return WholeResult(
        enquiries=enquiries,
        visits=sum(each.visits for each in found),
        per_thousand=per_thousand(
            sum(each.enquiries for each in copied), sum(each.copies for each in copied), _spread(copied)
        ),
        cost_of_one=cost_of_one(float(sum(costs)), enquiries, _spread(found)) if is_known else None,
        currency=min(currencies) if is_known else "",
        groups=_together(each.groups for each in found),
        centres=_together(each.centres for each in found),
    )


def _spread(found: Iterable[MaterialResult]) -> float:
    """Return by how much the days vary on which any of some materials was named."""
    return spread([sum(day) for day in zip(*(each.days for each in found), strict=True)])


def _together(found: Iterable[Iterable[NamingPart]]) -> list[NamingPart]:
    counts: Counter[str] = Counter()
    for parts in found:
        for part in parts:
            counts[part.code] += part.count
    return parts_of(counts)
