"""CSV as a Frictionless Data Package: the figures, the names of what they count, and a description of both."""

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from bereg.core.table_export import CsvWriter, Row
from bereg.publications.content import Content, Words
from bereg.publications.formats import reader_notes
from bereg.publications.formats.csv_schema import FIGURES, NAMES, schema
from bereg.publications.formats.lines import TOTAL, lines, period, small
from bereg.publications.publisher import publisher

GUARDED = "In both files an apostrophe stands before what a spreadsheet would run as a formula."
Name = tuple[str, str, str, Words]  # what is named, the table of a row, the code, the name in every language


def csv_package(content: Content) -> dict[str, bytes]:
    """Return the files of the package by their names."""
    figures, names = _csv(_figures(content)), _csv(_names(content))
    description = _description(content, {"figures": figures, "names": names})
    package = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    return {"datapackage.json": package.encode(), "figures.csv": figures, "names.csv": names}


def _csv(rows: Iterator[Row]) -> bytes:
    # Without the mark that spreadsheets want: other programs would take it for a part of the first column's name.
    file = io.StringIO(newline="")
    CsvWriter(file).rows(rows)
    return file.getvalue().encode()


def _figures(content: Content) -> Iterator[Row]:
    yield [name for name, *_rest in FIGURES]
    when, below = period(content), small(content)
    for line in lines(content):
        of_class = below if line.shown is None else None
        yield (
            *(line.table, line.centre, line.group, when, line.code),
            *(line.shown, of_class, line.base, line.percent, *(line.interval or (None, None))),
        )


def _names(content: Content) -> Iterator[Row]:
    yield [name for name, *_rest in NAMES]
    seen = set()
    for what, table, code, names in _named(content):
        if (what, table, code) not in seen:
            seen.add((what, table, code))
            for language in sorted(names):
                yield what, table, code, language, names[language]


def _named(content: Content) -> Iterator[Name]:
    for table in content["tables"]:
        yield "table", "", table["id"], table["title"]
        yield "centre", "", table["centre"], table["centre_name"]
        yield "group", "", table["group"], table["group_name"]
        for row in table["rows"]:
            yield "row", table["id"], row["code"], row["label"]
        if not table["rows"]:
            yield "row", table["id"], TOTAL, table["title"]


def _description(content: Content, files: dict[str, bytes]) -> dict[str, Any]:
    when, vintage = period(content), content["vintage"]
    with override("en"):
        title = reader_notes.title(content)
    return {
        "profile": "tabular-data-package",
        "name": f"figures-{when.replace('/', '-to-')}-v{vintage}",
        "title": title,
        "version": str(vintage),
        "description": f"{reader_notes.in_every_language(content)}\n\n{GUARDED}",
        **_source(),
        "licenses": [
            {"name": reader_notes.LICENCE, "title": reader_notes.LICENCE_TITLE, "path": reader_notes.LICENCE_ADDRESS},
        ],
        "resources": [_resource(name, data, small(content)) for name, data in files.items()],
    }


def _source() -> dict[str, Any]:
    """Name the publisher as the specification does: a role, and a path only where the address is one of the web."""
    found = publisher()
    if found is None:
        return {}
    of_web = {"path": found.address} if found.address.startswith(("https://", "http://")) else {}
    organisation = {"title": found.name, "role": "publisher", **of_web}
    return {"contributors": [organisation], "sources": [{"title": found.name, **of_web}]}


def _resource(name: str, data: bytes, below: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema(name, below),
    }
