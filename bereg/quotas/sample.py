"""The quotas of the demonstration: a year of eight regions and twelve occupations, invented for Russia of 2008."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.quotas.drafting import CODE, draft_of
from bereg.quotas.occupations import ISCO_08
from bereg.quotas.quota import OLD, key_of
from bereg.reference.drafts import Incoming, Reading
from bereg.reference.models import SourceList
from bereg.reference.register_lists import compare, take_in

SEED = 20081101
SOURCE = "вымышленный перечень 2008 года"
AS_OF = dt.date(2008, 11, 1)
MONTHS = ("2007-12", *(f"2008-{number:02d}" for number in range(1, 12)))
REGIONS = ("RU-AST", "RU-MOW", "RU-MOS", "RU-SPE", "RU-KR", "RU-KDA", "RU-SVE", "RU-TA")
OCCUPATIONS = ("5120", "5223", "7112", "7114", "7115", "7123", "7131", "7212", "8332", "9112", "9313", "9613")
KNOWN = {("RU-AST", "7112"): (900, 780)}  # what the pages and the tests tell of
FULL = 0.05  # the share of quotas of which nothing is left


def sample(centre: Centre) -> None:
    """Take the list of November 2008 in, with the months before it; once, at the first centre that has an editor."""
    people = people_at(centre.pk, Permission.REFERENCE_PUBLISH)
    if not people or SourceList.objects.filter(kind=CODE).exists():
        return
    # Looked at again today, or the public would not be shown what is so old.
    review_by = today_at(centre) + OLD
    incoming = [
        Incoming(key_of(content["region"], ISCO_08, content["occupation"]), draft_of(content, review_by=review_by))
        for content in contents()
    ]
    take_in(compare(CODE, Reading(incoming)), source=SOURCE, as_of=AS_OF, by=people[0])


def contents() -> Iterator[dict[str, Any]]:
    """Yield the content of each quota, the same every time."""
    rng = Random(SEED)  # noqa: S311 - must be the same every time, and guards invented data alone
    for region in REGIONS:
        for code in OCCUPATIONS:
            granted, used = KNOWN.get((region, code)) or _drawn(rng)
            months = {MONTHS[0]: {"granted": granted * 4 // 5, "used": granted * 4 // 5 - rng.randrange(0, 9)}}
            for at, month in enumerate(MONTHS[1:]):
                share = (at / 10) ** rng.uniform(0.8, 1.2)  # nothing in January, all of it by November
                before = list(months.values())[-1]["used"] if at else 0
                months[month] = {"granted": granted, "used": max(before, min(used, round(used * share)))}
            yield {"region": region, "scheme": ISCO_08, "occupation": code, "months": months}


def _drawn(rng: Random) -> tuple[int, int]:
    granted = rng.randrange(60, 2400, 20)
    return granted, granted if rng.random() < FULL else round(granted * rng.uniform(0.55, 0.98))
