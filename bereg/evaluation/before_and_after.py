"""Before and after each distribution of a material: how many enquiries named it, and how many any of its kind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bereg.campaigns.models import Distribution
from bereg.evaluation.measures import Compared, change, days_between, days_of

MOST_WEEKS = 4  # that are looked at before a distribution, and after it
Days = Mapping[str, Counter[date]]


@dataclass(frozen=True)
class BeforeAndAfter:
    """One distribution: how many named the material before and after it, and how many any of its kind."""

    distribution: Distribution
    of_material: Compared | None  # None: another distribution is too near, or no whole week is over
    of_kind: Compared | None


def compare_around(given: list[Distribution], of_material: Days, of_kind: Days, end: date) -> Iterable[BeforeAndAfter]:
    """Compare before and after each day on which a material was given out, no further than the next such day."""
    on = sorted({each.given_on for each in given})
    for each in given:
        at = on.index(each.given_on)
        earliest = each.given_on - timedelta(weeks=MOST_WEEKS)
        latest = min(each.given_on + timedelta(weeks=MOST_WEEKS), end)
        begins = max(earliest, on[at - 1]) if at else earliest
        ends = min(latest, on[at + 1]) if at + 1 < len(on) else latest
        yield BeforeAndAfter(
            each,
            *(
                change(
                    days_of(counts.get(code, Counter()), days_between(begins, each.given_on)),
                    days_of(counts.get(code, Counter()), days_between(each.given_on, ends)),
                )
                for counts, code in ((of_material, each.material.code), (of_kind, each.material.source))
            ),
        )
