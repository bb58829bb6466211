"""The mapping file (TOML): what each column of an old register means here. See docs/import.md."""

import re
import tomllib
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.text import cleaned
from bereg.importing.sections import MappingError, Section
from bereg.importing.table import Reading, clean
from bereg.importing.values import Table

CONTACT_CODES = ("channel", "line", "direction", "language", "anonymous", "disposition")


@dataclass(frozen=True)
class Feed:
    """Where one value comes from: a column, read through a table, or a constant.

    default: the code of an empty cell. others: the code of every value that the table does not name.
    """

    target: str  # "answers.gender", as the mapping file writes it
    column: str = ""
    constant: str = ""
    default: str = ""
    others: str = ""
    table: Pairs[str, tuple[str, ...]] = field(default_factory=dict)  # as written
    ranges: Pairs[str, tuple[int, int]] = field(default_factory=dict)
    split: str = ""
    verbatim: bool = False
    formats: tuple[str, ...] = ()

    @property
    def has_table(self) -> bool:
        """Whether the mapping says itself what the values mean."""
        return bool(self.table or self.ranges)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that the mapping file names here."""
        named = [code for codes in self.table.values() for code in codes]
        return tuple(dict.fromkeys(filter(None, [*named, *self.ranges, self.constant, self.default, self.others])))

    def compiled(self) -> Table:
        """Return the table with its source values folded."""
        return Table.of(self.table.items(), self.split, self.ranges, self.others)


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
    """A mapping file, read and found well formed; not yet compared with the questionnaire or the source file."""

    source: str
    key: tuple[str, ...]
    key_pattern: str
    twins: bool  # rows of one key are different people: the register has no key of its own
    keep_open: bool
    reading: Reading
    centre: CentrePlan
    date: Feed
    time: Feed | None
    contact: Pairs[str, Feed]
    consent: Feed
    answers: Pairs[str, Feed]
    topics: Feed | None
    narrative: Feed | None
    ignore: tuple[str, ...]
    empty: tuple[str, ...]  # columns that were empty when the mapping was written

    def feeds(self) -> list[Feed]:
        """Return every feed, in the order of the mapping file."""
        others = (self.date, self.time, *self.contact.values(), self.consent, *self.answers.values())
        return [feed for feed in (*others, self.topics, self.narrative) if feed]

    def columns(self) -> list[str]:
        """Return every column that something is read from."""
        named = [*self.key, *(feed.column for feed in self.feeds())]
        return list(dict.fromkeys(filter(None, named)))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raise MappingError, whose lines each name a key and the remedy."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = cleaned(tomllib.loads(text.replace("\r\n", "\n")))  # "\u0000" and its like are written as escapes
    except OSError as error:
        reason = error.strerror or str(error)
        raise MappingError([_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": reason}]) from error
    except UnicodeDecodeError as error:
        raise MappingError([_("%(path)s is not UTF-8; save it as UTF-8.") % {"path": path}]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError([f"{path}: {error}"]) from error
    root = Section(data, "", [])
    mapping = _mapping(root)
    if root.problems:
        raise MappingError([f"{path}: {problem}" for problem in root.problems])
    return mapping


def _mapping(root: Section) -> Mapping:
    contact = root.section("contact", _('date = { column = "..." } and channel = { constant = "phone" }'))
    answers = root.section("answers")
    file, narrative = root.section("file"), _feed(root, "narrative")
    mapping = Mapping(
        source=root.text("source", _('a name for the old register, such as "line-2020"')),
        key=root.texts("key", _("the columns that tell one row from every other")),
        key_pattern=_pattern(root),
        twins=root.truth("twins"),
        keep_open=root.truth("keep_open"),
        reading=Reading(
            encoding=file.text("encoding"),
            separator=_separator(file),
            sheets=file.texts("sheet"),
            narrative=narrative.column if narrative else "",
            multiline=file.truth("multiline"),
        ),
        centre=_centre(root.section("centre", _('code = "..."'))),
        date=_feed(contact, "date") or Feed("contact.date"),
        time=_feed(contact, "time"),
        contact={name: feed for name in CONTACT_CODES if (feed := _feed(contact, name))},
        consent=_feed(root, "consent") or Feed("consent"),
        answers={name: feed for name in list(answers.data) if (feed := _feed(answers, name))},
        topics=_feed(root, "topics"),
        narrative=narrative,
        ignore=root.texts("ignore"),
        empty=root.texts("empty"),
    )
    for section in (file, contact, answers, root):
        section.finish()
    _check_required(mapping, root)
    return mapping


def _check_required(mapping: Mapping, root: Section) -> None:
    if not mapping.date.column:
        root.say("contact.date", _('write date = { column = "...", formats = ["%Y-%m-%d"] }'))
    channel = mapping.contact.get("channel")
    if not channel or not (channel.constant or channel.default):
        root.say(
            "contact.channel", _('every contact has one; write constant = "phone", or a default beside the column')
        )
    if not (mapping.consent.column or mapping.consent.constant):
        root.say("consent", _('write constant = "yes", "no" or "not_asked", or a column with a table'))
    for feed in mapping.feeds():
        if feed.column and feed.constant:
            root.say(feed.target, _("write a column or a constant, not both"))
        elif not feed.column and not feed.constant and "date" not in feed.target and feed.target != "consent":
            root.say(feed.target, _('write column = "..." or constant = "..."'))


def _pattern(root: Section) -> str:
    pattern = root.text("key_pattern")
    try:
        re.compile(pattern)
    except re.error as error:
        root.say("key_pattern", _("no regular expression (%(reason)s)") % {"reason": error})
        return ""
    return pattern


def _separator(file: Section) -> str:
    separator = file.text("separator", strip=False)
    if len(separator) > 1:
        file.say("separator", _('write a single sign, such as ";"'))
        return ""
    return separator


def _centre(section: Section) -> CentrePlan:
    plan = CentrePlan(
        code=section.text("code", _('the code of the centre, such as "moscow"')),
        prefix=section.text("prefix"),
        names=section.named_texts("names"),
        time_zone=section.text("time_zone"),
        country=section.text("country").upper(),
    )
    section.finish()
    return plan


def _feed(parent: Section, name: str) -> Feed | None:
    parent.asked.add(name)
    if name not in parent.data:
        return None
    section = parent.section(name)
    table = section.code_lists("table")
    feed = Feed(
        target=section.where,
        column=clean(section.text("column")),
        constant=section.text("constant"),
        default=section.text("default"),
        others=section.text("others"),
        table=table,
        ranges=section.ranges("ranges"),
        split=section.text("split", strip=False),
        verbatim=section.truth("verbatim"),
        formats=section.texts("formats"),
    )
    section.finish()
    return feed
