"""What the public pages, and others above, read of quotas."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bereg.quotas.drafting import CODE
from bereg.quotas.quota import QuotaMonth, quota_of
from bereg.quotas.sentence_to_say import line
from bereg.reference.queries import EntryVersion, ReferenceEntry, public_entries, published


@dataclass(frozen=True)
class PublicQuota:
    """One quota of a region as everybody may see it. months: the oldest first; say: the line that answers."""

    entry: UUID
    region: str
    code: str
    label: str
    granted: int
    used: int
    left: int
    as_of: dt.date
    is_old: bool
    source: str
    say: str
    months: tuple[QuotaMonth, ...]


def regions_with_quotas(today: dt.date) -> list[str]:
    """Return the codes of the regions of which the public may see quotas on a day."""
    keys = public_entries(today).filter(kind=CODE).values_list("published__regions", flat=True)
    return sorted({region for regions in keys for region in regions})


def quotas_of(region: str, on: dt.date, language: str) -> list[PublicQuota]:
    """Return the quotas of a region that the public may see on a day, in the order of their codes."""
    entries = public_entries(on).filter(kind=CODE).select_related("seen_in")
    # By the key, which begins with the region: not every database looks into JSON. What no list brought has none.
    found = [
        _public(entry, entry.published, on, language)
        for entry in entries.filter(Q(key__startswith=f"{region} ") | Q(key=""))
        if entry.published and region in entry.published.regions
    ]
    return sorted(found, key=lambda each: each.code)


@dataclass(frozen=True)
class Places:
    """Places by all quotas that are known of one month."""

    granted: int
    left: int


def places_by_month(region: str = "") -> dict[dt.date, Places]:
    """Return how many places the quotas of a region, or of all, had and had left by the first day of each month."""
    granted: Counter[dt.date] = Counter()
    left: Counter[dt.date] = Counter()
    contents = published().filter(kind=CODE).values_list("published__content", flat=True)
    for quota in map(quota_of, contents):
        if region in {"", quota.region}:
            for month in quota.months:
                granted[month.on] += month.granted
                left[month.on] += max(month.left, 0)
    return {on: Places(granted[on], left[on]) for on in sorted(granted)}


def _public(entry: ReferenceEntry, version: EntryVersion, on: dt.date, language: str) -> PublicQuota:
    quota = quota_of(version.content)
    newest = quota.newest
    source = newest.source or (entry.seen_in.source if entry.seen_in else version.source)
    return PublicQuota(
        entry=entry.pk,
        region=quota.region,
        code=quota.code,
        label=quota.occupation.label(language),
        granted=newest.granted,
        used=newest.used,
        left=newest.left,
        as_of=newest.on,
        is_old=quota.is_old(on),
        source=source,
        say=line(quota, language, source=source, today=on),
        months=quota.months,
    )
