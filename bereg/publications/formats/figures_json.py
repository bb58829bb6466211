"""The figures as one JSON document, for programs: tables and rows with their names in every language."""

import json
from typing import Any

from bereg.publications.content import Content, Table
from bereg.publications.formats import reader_notes
from bereg.publications.formats.lines import period, small
from bereg.publications.publisher import publisher
from bereg.publications.shares import interval, percent

FORMAT = 1


def figures_json(content: Content) -> bytes:
    """Return the document. A figure of the small ones has no number: `shown` is null, and less than `below`."""
    source = publisher()
    document = {
        "format": FORMAT,
        "period": period(content),
        "edition": content["vintage"],
        "below": content["class_below"],
        "small": small(content),
        "licence": reader_notes.LICENCE_ADDRESS,
        "publisher": {"name": source.name, "address": source.address} if source else None,
        "how_to_read": reader_notes.in_every_language(content),
        "tables": [_table(each) for each in content["tables"]],
        "written": content.get("written", []),
        "recommended": content.get("recommended", []),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    base, below = table["base"], table.get("interval_below", 0)
    return {
        **{name: table[name] for name in ("id", "title", "centre", "centre_name", "group", "group_name")},
        "base": base,
        "rows": [
            {
                "code": row["code"],
                "label": row["label"],
                "shown": row["shown"],
                "percent": percent(row["shown"], base, below),
                "percent_interval": interval(row["shown"], base, below),
            }
            for row in table["rows"]
        ],
    }
