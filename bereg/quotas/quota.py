"""A quota as its entry holds it: of one region and occupation, month by month."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bereg.quotas.occupations import ISCO_08, ListedOccupation, occupation

OLD = dt.timedelta(days=45)


@dataclass(frozen=True)
class QuotaMonth:
    """What was granted and used by the first day of a month."""

    on: dt.date
    granted: int
    used: int
    source: str = ""

    @property
    def left(self) -> int:
        """How many places are left; below nought where more were used than granted."""
        return self.granted - self.used

    @property
    def is_exceeded(self) -> bool:
        """Whether more places were used than granted: a mistake of the list, or of whoever gave them."""
        return self.left < 0


@dataclass(frozen=True)
class Quota:
    """One quota. months: the oldest first, at least one."""

    region: str
    scheme: str
    code: str
    months: tuple[QuotaMonth, ...]

    @property
    def newest(self) -> QuotaMonth:
        """The month that an answer is about."""
        return self.months[-1]

    @property
    def occupation(self) -> ListedOccupation:
        """Who may come by it."""
        return occupation(self.scheme, self.code)

    def is_old(self, today: dt.date) -> bool:
        """Tell whether its newest figures are older than 45 days."""
        return today > self.newest.on + OLD


def quota_of(content: Mapping[str, Any]) -> Quota:
    """Return a quota from the content of its entry."""
    months = [
        QuotaMonth(day_of(name), each["granted"], each["used"], each.get("source", ""))
        for name, each in sorted(content["months"].items())
    ]
    return Quota(content["region"], content.get("scheme", ISCO_08), content["occupation"], tuple(months))


def key_of(region: str, scheme: str, code: str) -> str:
    """Return the key of an entry: by which the lists know it, the same each month."""
    return " ".join(filter(None, (region, "" if scheme == ISCO_08 else scheme, code)))


def day_of(month: str) -> dt.date:
    """Return the first day of a month that is written as 2008-11."""
    return dt.date.fromisoformat(f"{month}-01")
