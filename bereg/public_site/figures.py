"""A release as the public reads it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bereg.publications import content
from bereg.publications import queries as releases
from bereg.publications.content import Row, Table, Words

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


WHAT = {
    "figures.pdf": _("PDF, to read and print"),
    "figures.xlsx": _("workbook (XLSX)"),
    "figures-csv.zip": _("CSV, with a description for programs"),
    "figures-sdmx.zip": _("SDMX, for statistical offices"),
}


def files(found: Any, language: str) -> list[dict[str, object]]:
    """Return the files of a release that can be taken along."""
    where = {"language": language, "period": name_of(found)}
    return [
        {"address": reverse("public_site:release_file", kwargs=where | {"name": name}), "what": what}
        for name, what in WHAT.items()
    ]


def shown(found: Any) -> dict[str, object]:
    """Return the tables of a release in words, centre by centre. Raise releases.ChangedError."""
    said = releases.content_of(found)
    small = f"<{said['class_below']}"
    return {
        "centres": [_centre(tables, small) for tables in _by(said["tables"], lambda table: table["centre"])],
        "countries": said["countries"],
        "vintage": said["vintage"],
        "at": found.published_at,
        "digest": found.digest,
    }


def _centre(tables: list[Table], small: str) -> dict[str, object]:
    """Return what is said of one centre, or of all: totals, and tables with a column a group."""
    by_table = _by(tables, lambda table: table["id"])
    return {
        "name": _words(tables[0]["centre_name"]),
        "totals": [_total(each, small) for groups in by_table if not groups[0]["rows"] for each in groups],
        "tables": [_table(groups, small) for groups in by_table if groups[0]["rows"]],
    }


def _by(tables: Iterable[Table], key: Callable[[Table], str]) -> list[list[Table]]:
    """Put tables of one kind together, in the order of the first of each."""
    found: dict[str, list[Table]] = {}
    for table in tables:
        found.setdefault(key(table), []).append(table)
    return list(found.values())


def _total(table: Table, small: str) -> dict[str, object]:
    group = "" if table["group"] == "all" else _words(table["group_name"])
    return {"title": _words(table["title"]), "group": group, "shown": _number(table["base"], small)}


def _table(groups: list[Table], small: str) -> dict[str, object]:
    labels = {row["code"]: row["label"] for each in groups for row in each["rows"]}
    found = [{row["code"]: _cell(row, each["base"], small) for row in each["rows"]} for each in groups]
    rows = [
        {"label": _words(label), "cells": [cells.get(code, {"shown": "", "percent": None}) for cells in found]}
        for code, label in labels.items()
    ]
    return {
        "title": _words(groups[0]["title"]),
        "columns": [{"name": _words(each["group_name"]), "base": _number(each["base"], small)} for each in groups],
        "rows": rows,
        "small": sum(row["shown"] is None for each in groups for row in each["rows"]),
    }


def _cell(row: Row, base: int | None, small: str) -> dict[str, object]:
    return {"shown": _number(row["shown"], small), "percent": content.percent(row["shown"], base)}


def _number(shown: int | None, small: str) -> str:
    return small if shown is None else formats.number_format(shown, decimal_pos=0, use_l10n=True, force_grouping=True)


def _words(words: Words) -> str:
    return words.get((get_language() or "").split("-")[0]) or next(iter(words.values()), "")
