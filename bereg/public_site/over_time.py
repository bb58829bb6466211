"""The months that were published, side by side: how many enquiries each had, and what changed in the latest one."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from bereg.core.numbers import number
from bereg.public_site import addresses
from bereg.publications import changes, charts, content, periods
from bereg.publications import queries as releases
from bereg.publications.content import Content

KEPT = 512  # releases
LEAST, MOST = 3, 24  # months of a chart


@dataclass(frozen=True)
class MonthShown:
    """One month as its release shows it. shown is None for the class of the small, which is below `class_below`."""

    first: date
    shown: int | None
    class_below: int
    address: str

    @property
    def name(self) -> str:
        """Write `May 2008`."""
        return periods.named(self.first, self.first)

    @property
    def words(self) -> str:
        """Write the number, or the class."""
        return f"<{self.class_below}" if self.shown is None else number(self.shown)


def months(standing: Sequence[Any], language: str) -> list[MonthShown]:
    """Return the published months in their order, at most two years; none where there are too few."""
    found = []
    for release in standing:
        if release.first_month == release.last_month:
            with suppress(releases.ChangedError):
                shown, class_below = _enquiries(release.pk, release.digest)
                address = addresses.entry(release, language)["address"]
                found.append(MonthShown(release.first_month, shown, class_below, str(address)))
    found.sort(key=lambda each: each.first)
    return found[-MOST:] if len(found) >= LEAST else []


@lru_cache(maxsize=KEPT)
def _enquiries(id: UUID, _digest: str) -> tuple[int | None, int]:
    said = _content(id)
    of = (each["base"] for each in said["tables"] if (each["id"], each["centre"], each["group"]) == ENQUIRIES_OF_ALL)
    return next(of, None), said["class_below"]


ENQUIRIES_OF_ALL = (content.ENQUIRIES, "all", "all")


def _content(id: UUID) -> Content:
    found = releases.release(id)
    if found is None:
        raise releases.ChangedError(str(id))
    return releases.content_of(found)


def changed(standing: Sequence[Any]) -> dict[str, object] | None:
    """Return what the latest month tells that the one before it did not; None where no two can be compared."""
    by_month = {each.first_month: each for each in standing if each.first_month == each.last_month}
    latest = max(by_month, default=None)
    before = by_month.get((latest - timedelta(days=1)).replace(day=1)) if latest else None
    if latest is None or before is None:
        return None
    pair = (before, by_month[latest])
    try:
        sentences = _changes(*((each.pk, each.digest) for each in pair), get_language())
    except releases.ChangedError:
        return None
    return {"month": periods.named(latest, latest), "sentences": sentences} if sentences else None


@lru_cache(maxsize=KEPT)
def _changes(before: tuple[UUID, str], after: tuple[UUID, str], _language: str | None) -> list[str]:
    return changes.said(*(content.with_bases(_content(key)) for key, _digest in (before, after)))


def drawing(shown: Sequence[MonthShown]) -> str:
    """Return what the chart of months is known by: other figures or another look have another address."""
    said = repr([(each.first, each.shown, each.class_below) for each in shown])
    return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}-{charts.DRAWING}"


def drawn(shown: Sequence[MonthShown], *, dark: bool) -> str:
    """Draw the months as SVG."""
    figures = [charts.Bar(f"{each.first:%m.%Y}", "", each.shown) for each in shown]
    return charts.columns(figures, shown[0].class_below, dark=dark)
