"""The mapping file (TOML): what each column of an old register means here. See docs/import.md."""

import tomllib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bereg.centres.import_sections import Feed, ImportSection
from bereg.core.text_normalisation import cleaned
from bereg.core.toml_tables import MappingError, TomlTable
from bereg.importing.declared import kinds_for, section_kinds
from bereg.importing.key_pattern import KeyPattern
from bereg.importing.options import FIRST, ReadingOptions, is_heading
from bereg.importing.values import clean


@dataclass(frozen=True)
class CentrePlan:
    """The centre that the records belong to; all but the code is needed only to create it."""

    code: str
    prefix: str = ""
    names: Pairs[str, str] = field(default_factory=dict)
    time_zone: str = ""
    country: str = ""


@dataclass(frozen=True)
class Mapping:
    """A mapping file, read and found well formed; not yet compared with the centre or the source file."""

    source: str
    key: tuple[str, ...]
    key_pattern: str
    twins: bool  # rows of one key are different people: the register has no key of its own
    reading: ReadingOptions
    centre: CentrePlan
    feeds: Pairs[str, Feed]  # by target, in the order of the sections
    switched_on: frozenset[str]  # the keys of sections that are true
    ignore: tuple[str, ...]
    empty: tuple[str, ...]  # columns that were empty when the mapping was written

    def columns(self) -> list[str]:
        """Return every column that something is read from."""
        named = [*self.key, *(column for feed in self.feeds.values() for column in feed.columns)]
        return list(dict.fromkeys(filter(None, named)))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raise MappingError, whose lines each name the file, a key and the remedy."""
    try:
        return mapping_of(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise MappingError([_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": reason}]) from error
    except UnicodeDecodeError as error:
        raise MappingError([_("%(path)s is not UTF-8; save it as UTF-8.") % {"path": path}]) from error
    except MappingError as error:
        raise MappingError([f"{path}: {line}" for line in error.lines]) from error


def mapping_of(text: str) -> Mapping:
    """Read a mapping. Raise MappingError, whose lines each name a key and the remedy."""
    try:
        data = cleaned(tomllib.loads(text.replace("\r\n", "\n")))  # "\u0000" and its like are written as escapes
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError([str(error)]) from error
    root = TomlTable(data, "", [])
    mapping = _mapping(root)
    if root.problems:
        raise MappingError(root.problems)
    return mapping


def reading_of(data: dict[str, Any]) -> ReadingOptions:
    """Return how a file is to be read, as far as a mapping says that rightly."""
    return _reading(TomlTable(data, "", []).table("file"), ())


def _reading(file: TomlTable, prose: Iterable[str]) -> ReadingOptions:
    return ReadingOptions(
        encoding=file.text("encoding"),
        separator=_separator(file),
        sheets=file.texts("sheet"),
        header=_header(file),
        prose=frozenset(prose),
        multiline=file.truth("multiline"),
    )


def _mapping(root: TomlTable) -> Mapping:
    kinds, file = section_kinds(), root.table("file")
    feeds = {feed.target: feed for kind in kinds for feed in _feeds(kind, root)}
    prose = [feed.column for kind in kinds for name, feed in feeds.items() if name in kind.prose and feed.column]
    mapping = Mapping(
        source=root.text("source", _('a name for the old register, such as "line-2020"')),
        key=root.texts("key", _("the columns that tell one row from every other")),
        key_pattern=_pattern(root),
        twins=root.truth("twins"),
        reading=_reading(file, prose),
        centre=_centre(root.table("centre", _('code = "..."'))),
        feeds=feeds,
        switched_on=frozenset(key for kind in kinds for key in kind.switches if root.truth(key)),
        ignore=root.texts("ignore"),
        empty=root.texts("empty"),
    )
    for table in (file, root):
        table.finish()
    _check_required(feeds, root)
    return mapping


def _feeds(kind: type[ImportSection], root: TomlTable) -> Iterator[Feed]:
    """Yield the feeds of a section, in its own order; of a group such as "answers.*" in the order of the file."""
    groups: dict[str, TomlTable] = {}
    for name in kind.tables:
        group, _dot, below = name.rpartition(".")
        if group and group not in groups:
            groups[group] = root.table(group)
        parent = groups[group] if group else root
        for key in list(parent.data) if below == "*" else [below]:
            if feed := _feed(parent, key):
                yield feed
    for parent in groups.values():
        parent.finish()


def _check_required(feeds: Pairs[str, Feed], root: TomlTable) -> None:
    told = set()
    for kind in kinds_for(feeds):
        for target, remedy in kind.problems(feeds):
            root.say(target, remedy)
            told.add(target)
    for feed in feeds.values():
        if feed.columns and feed.constant:
            root.say(feed.target, _("write a column or a constant, not both"))
        elif not feed.columns and not feed.constant and feed.target not in told:
            root.say(feed.target, _('write column = "..." or constant = "..."'))


def _pattern(root: TomlTable) -> str:
    pattern = root.text("key_pattern")
    if not pattern:
        return ""
    try:
        KeyPattern(pattern)
    except ValueError as error:
        root.say("key_pattern", _("no regular expression (%(reason)s)") % {"reason": error})
        return ""
    return pattern


def _separator(file: TomlTable) -> str:
    separator = file.text("separator", strip=False)
    if len(separator) > 1:
        file.say("separator", _('write a single sign, such as ";"'))
        return ""
    return separator


def _header(file: TomlTable) -> tuple[int, ...]:
    rows = file.numbers("header") or FIRST
    if not is_heading(rows):
        file.say("header", _("write the row that names the columns, such as 3, or rows one below the other: [3, 4]"))
        return FIRST
    return rows


def _centre(table: TomlTable) -> CentrePlan:
    plan = CentrePlan(
        code=table.text("code", _('the code of the centre, such as "moscow"')),
        prefix=table.text("prefix"),
        names=table.named_texts("names"),
        time_zone=table.text("time_zone"),
        country=table.text("country").upper(),
    )
    table.finish()
    return plan


def _feed(parent: TomlTable, name: str) -> Feed | None:
    parent.asked.add(name)
    if name not in parent.data:
        return None
    written = parent.table(name)
    table = written.code_lists("table")
    feed = Feed(
        target=written.where,
        column=clean(written.text("column")),
        constant=written.text("constant"),
        default=written.text("default"),
        others=written.text("others"),
        table=table,
        ranges=written.ranges("ranges"),
        split=written.text("split", strip=False),
        verbatim=written.truth("verbatim"),
        formats=written.texts("formats"),
        switches={clean(column): codes for column, codes in written.code_lists("columns").items()},
    )
    written.finish()
    return feed
