"""What stands in the addresses of the public figures: periods, files, charts, single tables."""

import datetime as dt
import re
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.publications import charts, periods
from bereg.publications import queries as releases

PERIOD = re.compile(r"(\d{4})-(\d\d)(?:_(\d{4})-(\d\d))?", re.ASCII)
LATEST = "latest"
FILES = {  # name in an address: what a link says, and what it is
    "figures.pdf": ("PDF", _("PDF, to read and print")),
    "figures.xlsx": ("XLSX", _("workbook (XLSX)")),
    "figures.csv": ("CSV", _("CSV, one figure a line")),
    "figures.json": ("JSON", _("JSON, for programs")),
    "figures-csv.zip": (_("CSV package"), _("CSV, with a description for programs")),
    "figures-sdmx.zip": ("SDMX", _("SDMX, for statistical offices")),
}


def find(period: str) -> Any:
    """Return what was last published of a period such as 2008-01 or 2007-05_2008-05; None where nothing was.

    `latest` is the period that ends last, the longest of those.
    """
    if period == LATEST:
        return next(iter(releases.standing()), None)
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
    return periods.named(found.first_month, found.last_month)


def published_on(found: Any) -> str:
    """Write `1 June 2008`."""
    return periods.on(timezone.localtime(found.published_at).date())


def entry(found: Any, language: str) -> dict[str, object]:
    """Return the line of a release in the archive."""
    address = reverse("public_site:release", kwargs={"language": language, "period": name_of(found)})
    return {"period": period_name(found), "address": address, "on": published_on(found), "vintage": found.vintage}


def files(found: Any, language: str) -> list[dict[str, object]]:
    """Return the files of a release that can be taken along."""
    where = {"language": language, "period": name_of(found)}
    return [
        {"address": reverse("public_site:release_file", kwargs=where | {"name": name}), "short": short, "what": what}
        for name, (short, what) in FILES.items()
    ]


def theme(found: Any, language: str, theme: str) -> str:
    """Return the address of the tables on one subject."""
    where = {"language": language, "period": name_of(found), "theme": theme}
    return reverse("public_site:theme", kwargs=where)


def centre(found: Any, language: str, centre: str) -> str:
    """Return the address of the tables of one centre."""
    where = {"language": language, "period": name_of(found), "centre": centre}
    return reverse("public_site:centre", kwargs=where)


def for_programs(language: str) -> list[dict[str, str]]:
    """Return the addresses that always lead to the latest report."""
    names = ("figures.csv", "names.csv", "datapackage.json", "figures.json")
    where = {"language": language, "period": LATEST}
    return [
        {"name": name, "address": reverse("public_site:release_file", kwargs=where | {"name": name})} for name in names
    ]


def drawing(found: Any) -> str:
    """Return what the charts of a release are known by: another release or another look has other addresses."""
    return f"{found.digest[:16]}-{charts.DRAWING}"


def chart(found: Any, language: str, scheme: str, centre: str, table: str) -> str:
    """Return the address of a chart, in `light` or `dark` colours."""
    where = {"language": language, "period": name_of(found), "drawing": drawing(found)}
    return reverse("public_site:chart", kwargs=where | {"scheme": scheme, "centre": centre, "table": table})


def table(period: str, language: str, centre: str, table: str) -> str:
    """Return the address of a table by itself."""
    where = {"language": language, "period": period, "centre": centre, "table": table}
    return reverse("public_site:table", kwargs=where)
