"""A release as the public reads it."""

import datetime as dt
import re
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import get_language

from bereg.publications import content
from bereg.publications import queries as releases
from bereg.publications.content import Table, Words

PERIOD = re.compile(r"(\d{4})-(\d\d)(?:_(\d{4})-(\d\d))?", re.ASCII)


def find(period: str) -> Any:
    """Return what was last published of a period such as 2008-01 or 2007-05_2008-05; None where nothing was."""
    match = PERIOD.fullmatch(period)
    if not match:
        return None
    first_year, first, last_year, last = match.groups()
    try:
        begins = dt.date(int(first_year), int(first), 1)
        ends = dt.date(int(last_year), int(last), 1) if last_year else begins
    except ValueError:
        return None
    return releases.newest_of(begins, ends)


def name_of(found: Any) -> str:
    """Return a period as it stands in an address."""
    first, last = (f"{month:%Y-%m}" for month in (found.first_month, found.last_month))
    return first if first == last else f"{first}_{last}"


def period_name(found: Any) -> str:
    """Write `May 2007 – May 2008`."""
    first, last = (f"{MONTHS[month.month]} {month.year}" for month in (found.first_month, found.last_month))
    return first if first == last else f"{first} – {last}"


def entry(found: Any, language: str) -> dict[str, object]:
    """Return the line of a release in the archive."""
    address = reverse("public_site:release", kwargs={"language": language, "period": name_of(found)})
    return {"period": period_name(found), "address": address, "at": found.published_at, "vintage": found.vintage}


def shown(found: Any) -> dict[str, object]:
    """Return the tables of a release, in words. Raise releases.ChangedError."""
    said = releases.content_of(found)
    small = f"<{said['class_below']}"
    tables = [_table(table, small) for table in said["tables"]]
    return {
        "tables": [table for table in tables if table["rows"]],
        "totals": [table for table in tables if not table["rows"]],
        "countries": said["countries"],
        "small": small,
        "vintage": said["vintage"],
        "at": found.published_at,
        "digest": found.digest,
    }


def _table(table: Table, small: str) -> dict[str, Any]:
    rows = [
        {
            "label": _words(row["label"]),
            "shown": small if row["shown"] is None else row["shown"],
            "percent": content.percent(row["shown"], table["base"]),
        }
        for row in table["rows"]
    ]
    return {
        "title": _words(table["title"]),
        "centre": _words(table["centre_name"]),
        "group": "" if table["group"] == "all" else _words(table["group_name"]),
        "base": small if table["base"] is None else table["base"],
        "rows": rows,
        "small": sum(row["shown"] is None for row in table["rows"]),
    }


def _words(words: Words) -> str:
    return words.get((get_language() or "").split("-")[0]) or next(iter(words.values()), "")
