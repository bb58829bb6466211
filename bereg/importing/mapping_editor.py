"""A mapping changed one column at a time. Remarks of a text that somebody wrote themselves do not outlive it."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from bereg.core.text_normalisation import cleaned, folded_label

BARE = re.compile(r"[A-Za-z0-9_-]+")
NO_TOML = (tomllib.TOMLDecodeError, RecursionError)  # brackets in brackets in brackets ...


class MappingEditor:
    """The mapping as plain data, right or not. Raise one of NO_TOML where the text is none."""

    def __init__(self, text: str) -> None:
        self.data: dict[str, Any] = cleaned(tomllib.loads(text))

    @property
    def text(self) -> str:
        """Return it as TOML."""
        return "\n".join(_lines(self.data, "")).strip() + "\n"

    def feed(self, target: str) -> dict[str, Any]:
        """Return what feeds a target; nothing, where nothing does."""
        found: Any = self.data
        for name in target.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}

    def targets_of(self, column: str, targets: Mapping[str, object]) -> list[str]:
        """Return which of these a column feeds, alone or as one of several columns of yes and no."""
        return [name for name in targets if self.feed(name).get("column") == column or column in self.switches(name)]

    def switches(self, target: str) -> dict[str, Any]:
        """Return the columns of yes and no that feed a target, each with its code."""
        found = self.feed(target).get("columns")
        return found if isinstance(found, dict) else {}

    def switch(self, target: str, column: str, code: str) -> None:
        """Let a yes in a column stand for a code of a target; what else feeds that stays."""
        self.put(target, **{**self.feed(target), "columns": {**self.switches(target), column: code}})

    def release(self, target: str, column: str) -> None:
        """Let a column no longer feed a target; other columns of yes and no stay."""
        rest = {name: code for name, code in self.switches(target).items() if name != column}
        feed = {name: value for name, value in self.feed(target).items() if (name, value) != ("column", column)}
        if rest or feed.get("column"):
            self.put(target, **{**feed, "columns": rest})
        else:
            self.drop(target)

    def is_listed(self, name: str, column: str) -> bool:
        """Tell whether a column stands in one of LISTS."""
        return column in _list(self.data.get(name))

    def list_in(self, name: str, column: str, *, is_in: bool) -> None:
        """Write a column into one of LISTS, or take it out."""
        rest = [each for each in _list(self.data.get(name)) if each != column]
        self.data[name] = [*rest, column] if is_in else rest

    def put(self, target: str, **feed: object) -> None:
        """Let a target be fed so, in place of what fed it. Values that say nothing are left out."""
        *above, last = target.split(".")
        table = self.data
        for name in above:
            below = table.get(name)
            table[name] = below if isinstance(below, dict) else {}
            table = table[name]
        table[last] = {name: value for name, value in feed.items() if value not in ("", [], {}, None)}

    def drop(self, target: str) -> None:
        """Let nothing feed a target."""
        *above, last = target.split(".")
        table: Any = self.data
        for name in above:
            table = table.get(name) if isinstance(table, dict) else None
        if isinstance(table, dict):
            table.pop(last, None)


def text_in(feed: Mapping[str, Any], name: str) -> str:
    """Return a text of what feeds a target; nothing, where something else stands there."""
    found = feed.get(name)
    return found if isinstance(found, str) else ""


def with_codes(table: Mapping[str, Any], codes: Mapping[str, str | None], split: str) -> dict[str, Any]:
    """Return a table with other codes for some values; None leaves a value as it was.

    Values are told apart as an import does it, so one that is only spelt otherwise is the same.
    """
    folded = {folded_label(value, split) for value, code in codes.items() if code is not None}
    kept = {value: code for value, code in table.items() if folded_label(value, split) not in folded}
    return {**kept, **{value: code for value, code in codes.items() if code is not None}}


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _lines(table: Mapping[str, Any], where: str) -> Iterator[str]:
    """Yield a table: its values, then the tables below it."""
    values = {name: value for name, value in table.items() if not isinstance(value, dict)}
    below = {name: value for name, value in table.items() if isinstance(value, dict)}
    if where and (values or not below):
        yield f"[{where}]"
    yield from (f"{_key(name)} = {_value(value)}" for name, value in values.items())
    if values:
        yield ""
    for name, value in below.items():
        yield from _lines(value, f"{where}.{_key(name)}" if where else _key(name))


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {_value(each)}' for name, each in value.items())} }}"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)  # escapes what TOML wants escaped
    return str(value)  # a date of TOML
