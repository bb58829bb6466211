"""Taking a TOML table apart: each value is asked for by name and type; what nobody asked for is a mistake."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from bereg.core.text_normalisation import folded_label


class MappingError(Exception):
    """A mapping that cannot be used; one line a mistake."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a half sentence that offers the most similar known name, or nothing."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return _("; did you mean %(name)r?") % {"name": found[0]} if found else ""


def mistake(place: str, remedy: str) -> str:
    """Return one line: where in the mapping, and what to do."""
    return f"{place}: {remedy}" + ("" if remedy.endswith("?") else ".")


class TomlTable:
    """One table of the file. `problems` is shared by all tables of it."""

    def __init__(self, data: dict[str, Any], where: str, problems: list[str]) -> None:
        self.data, self.where, self.problems = data, where, problems
        self.asked: set[str] = set()

    def say(self, key: str, remedy: str) -> None:
        """Note a mistake. key: dotted from the root, or of this table."""
        place = key if not self.where else f"{self.where}.{key}"
        self.problems.append(mistake(place, remedy))

    def table(self, key: str, wanted: str = "") -> "TomlTable":
        """Return a table below this one; an empty one where it is missing."""
        data = self._take(key, dict, _("a table"), wanted) or {}
        return TomlTable(data, f"{self.where}.{key}" if self.where else key, self.problems)

    def text(self, key: str, wanted: str = "", *, strip: bool = True) -> str:
        """Return a text, or "" where it is missing. wanted: what to write; given where it must not be missing."""
        value: str = self._take(key, str, _("a text in quotes"), wanted) or ""
        return value.strip() if strip else value

    def truth(self, key: str) -> bool:
        """Return true or false; false where it is missing."""
        return bool(self._take(key, bool, _("true or false"), ""))

    def texts(self, key: str, wanted: str = "") -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        if isinstance(self.data.get(key), str):
            return (self.text(key, wanted),)
        values = self._take(key, list, _("a list of texts"), wanted) or []
        if not all(isinstance(value, str) and value for value in values):
            self.say(key, _("write a list of texts"))
            return ()
        return tuple(values)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; a single one counts as a list of one."""
        given = self.data.get(key)
        if type(given) is int:
            self.asked.add(key)
            return (given,)
        values = self._take(key, list, _("a whole number"), "") or []
        if not all(type(value) is int for value in values):
            self.say(key, _("write %(kind)s") % {"kind": _("a whole number")})
            return ()
        return tuple(values)

    def named_texts(self, key: str) -> dict[str, str]:
        """Return a table of texts, such as names by language."""
        values = self._take(key, dict, _("a table of texts"), "") or {}
        if not all(isinstance(value, str) for value in values.values()):
            self.say(key, _('write a table of texts, such as { en = "Shore" }'))
            return {}
        return dict(values)

    def code_lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a table from a value to a code or to a list of codes."""
        found: dict[str, tuple[str, ...]] = {}
        split = self.data.get("split")
        seen: dict[str, str] = {}
        for label, value in (self._take(key, dict, _("a table"), "") or {}).items():
            codes = value if isinstance(value, list) else [value]
            if not all(isinstance(code, str) for code in codes):
                self.say(f"{key}.{label!r}", _("write a code in quotes, or a list of codes"))
                continue
            found[label] = tuple(codes)
            folded = folded_label(label, split if isinstance(split, str) else "")
            twin = seen.setdefault(folded, label)
            if found[twin] != found[label]:
                names = {"one": twin, "other": label}
                self.say(key, _("%(one)r and %(other)r are one value here, so give both the same code") % names)
        return found

    def ranges(self, key: str) -> dict[str, tuple[int, int]]:
        """Return a table from a code to the least and the greatest number that it means."""
        found: dict[str, tuple[int, int]] = {}
        for code, pair in (self._take(key, dict, _("a table"), "") or {}).items():
            numbers = isinstance(pair, list) and len(pair) == 2 and all(type(number) is int for number in pair)
            if not numbers or pair[0] > pair[1] or pair[0] < 0:
                self.say(f"{key}.{code}", _("write the least and the greatest number, such as [20, 29]"))
                continue
            if any(pair[0] <= greatest and least <= pair[1] for least, greatest in found.values()):
                self.say(f"{key}.{code}", _("this range overlaps another; part them"))
            found[code] = (pair[0], pair[1])
        return found

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data.keys() - self.asked:
            self.say(key, _("there is no such key") + nearest(key, self.asked))

    def _take(self, key: str, kind: type, kind_name: str, wanted: str) -> Any:
        self.asked.add(key)
        value = self.data.get(key)
        if value is None or value in ("", [], {}):
            if wanted:
                self.say(key, _("missing; write %(wanted)s") % {"wanted": wanted})
            return None
        if not isinstance(value, kind):
            self.say(key, _("write %(kind)s") % {"kind": kind_name})
            return None
        return value
