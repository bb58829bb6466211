"""The columns of the CSV files, as a Table Schema; in English alone, as the format has room for one language."""

from typing import Any

Column = tuple[str, str, dict[str, Any], str]  # name, type, constraints, what it holds

_MUST = {"required": True}
_COUNT = {"minimum": 0}
_PERCENT = {"minimum": 0, "maximum": 100}
FIGURES: list[Column] = [
    ("table", "string", _MUST, "The table, such as gender; its title is in names.csv."),
    ("centre", "string", _MUST, "The centre, or all."),
    ("group", "string", _MUST, "The group of people: all, citizens or foreigners."),
    (
        "period",
        "string",
        {"required": True, "pattern": "[0-9]{4}-[0-9]{2}(/[0-9]{4}-[0-9]{2})?"},
        "The month, or the first and the last month (ISO 8601).",
    ),
    ("code", "string", _MUST, "The answer or topic that is counted; its name is in names.csv."),
    ("shown", "integer", _COUNT, "How many, slightly changed. Empty where the figure is in the class of the small."),
    ("class", "string", {}, "The class of the small, where the figure is in it; it may be nobody."),
    (
        "base",
        "integer",
        _COUNT,
        "How many the percentage is of, slightly changed. Empty where it is of nothing, as for totals.",
    ),
    (
        "percent",
        "integer",
        _PERCENT,
        "shown in percent of base, rounded; 0 may be somebody. Empty where the base is small, as an interval is given.",
    ),
    ("percent_from", "integer", _PERCENT, "Where the base is small: the least of a 95% interval of the percentage."),
    ("percent_to", "integer", _PERCENT, "Where the base is small: the greatest."),
]
NAMES: list[Column] = [
    ("what", "string", {"required": True, "enum": ["table", "centre", "group", "row"]}, "What is named."),
    ("table", "string", {}, "The table of a row; empty for the others."),
    ("code", "string", _MUST, "The code that is used in figures.csv."),
    ("language", "string", _MUST, "The language of the name (BCP 47)."),
    ("name", "string", {}, "The name."),
]
_KEYS = {
    "figures": (FIGURES, ["table", "centre", "group", "period", "code"]),
    "names": (NAMES, ["what", "table", "code", "language"]),
}


def schema(name: str, below: str) -> dict[str, Any]:
    """Return the schema of a file; below: the class of the small."""
    columns, key = _KEYS[name]
    return {
        "fields": [_field(column, below) for column in columns],
        "primaryKey": key,
        "missingValues": [""],
    }


def _field(column: Column, below: str) -> dict[str, Any]:
    name, kind, constraints, description = column
    if name == "class":
        constraints = {"enum": [below]}
    return {"name": name, "type": kind, "description": description, "constraints": constraints}
