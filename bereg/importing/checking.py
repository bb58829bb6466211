"""Comparing a mapping with the file, the sections and the centre, before the first row is read."""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bereg.centres.import_sections import Destination, Feed, Holds, ImportSection, ImportTarget
from bereg.core.toml_tables import MappingError, mistake, nearest
from bereg.importing.declared import kinds_for
from bereg.importing.mapping import Mapping
from bereg.importing.table import Source
from bereg.importing.values import CodeTable, table_of_labels

CODED = {Holds.CODE, Holds.CODES}


@dataclass(frozen=True)
class Plan:
    """A mapping that fits: what is needed to read the rows."""

    mapping: Mapping
    destination: Destination
    sections: tuple[ImportSection, ...]  # from the lowest room up
    targets: Pairs[str, ImportTarget]
    positions: Pairs[str, int]  # column to its place in a row
    tables: Pairs[str, CodeTable]  # target to its table
    left_out: tuple[str, ...]  # columns that nothing is read from


def check(mapping: Mapping, source: Source, destination: Destination) -> Plan:
    """Return the plan. Raise MappingError with every mistake."""
    sections = tuple(kind(destination, mapping.feeds, mapping.switched_on) for kind in kinds_for(mapping.feeds))
    checker = _Checker(mapping, source)
    if mapping.twins and source.is_rejects:  # whose count of equal rows would begin anew
        again = _("it has no key of its own: correct rejected rows in the register itself, and import all of it again")
        checker.say("twins", again)
    checker.columns()
    for section in sections:
        checker.section(section)
    if checker.problems:
        raise MappingError(checker.problems)
    positions = {name: at for at, name in enumerate(source.columns)}
    read = set(mapping.columns())
    left_out = tuple(name for name in source.columns if name not in read)
    return Plan(mapping, destination, sections, checker.targets, positions, checker.tables, left_out)


class _Checker:
    def __init__(self, mapping: Mapping, source: Source) -> None:
        self.mapping, self.source = mapping, source
        self.problems: list[str] = []
        self.targets: dict[str, ImportTarget] = {}
        self.tables: dict[str, CodeTable] = {}

    def say(self, place: str, remedy: str) -> None:
        self.problems.append(mistake(place, remedy))

    def columns(self) -> None:
        """Every column that the mapping names must stand in the file."""
        feeds = self.mapping.feeds.values()
        places = [("key", name) for name in self.mapping.key] + [("ignore", name) for name in self.mapping.ignore]
        places += [("empty", name) for name in self.mapping.empty]
        places += [(feed.target, column) for feed in feeds for column in feed.columns]
        if not {name for _place, name in places} & set(self.source.columns):
            first = ", ".join(self.source.columns[:5])
            self.say(
                "key", _("the file has none of these columns, but %(first)s; is it the right file?") % {"first": first}
            )
            return
        for place, name in places:
            if name in self.source.repeated:
                remedy = _("the column %(name)r stands more than once in the file; write %(first)r or %(second)r")
                self.say(place, remedy % {"name": name, "first": f"{name} (1)", "second": f"{name} (2)"})
            elif name not in self.source.columns:
                missing = _("the file has no column %(name)r") % {"name": name}
                self.say(place, missing + nearest(name, self.source.columns))

    def section(self, section: ImportSection) -> None:
        """Every table must feed something that the section knows."""
        known = section.targets()
        for name, feed in self.mapping.feeds.items():
            if not section.owns(name):
                continue
            if name in known:
                self.targets[name] = known[name]
                self._feed(feed, known[name])
            else:
                remedy, names = section.unknown(name)
                self.say(name, remedy + nearest(name.rpartition(".")[2], names))

    def _feed(self, feed: Feed, target: ImportTarget) -> None:
        """The target must know every code that the mapping gives it."""
        if feed.switches and target.holds is not Holds.CODES:
            self.say(feed.target, _("this takes one code alone; leave columns out"))
        if target.holds not in CODED:
            self._without_codes(feed, target)
            return
        for code in feed.codes:
            if code not in target.labels and code not in target.silent:
                unknown = _("there is no code %(code)r") % {"code": code}
                self.say(feed.target, unknown + nearest(code, [*target.labels, *target.silent]))
        if target.holds is Holds.CODE:
            self._one_alone(feed)
        written = CodeTable.of(feed.table.items(), feed.split, feed.ranges, feed.others)
        self.tables[feed.target] = written if feed.has_table else table_of_labels(target.labels, feed.split)

    def _without_codes(self, feed: Feed, target: ImportTarget) -> None:
        if target.holds in {Holds.NUMBER, Holds.TEXT} and feed.has_table:
            self.say(feed.target, _("this question takes no codes; leave the table and the ranges out"))
        elif target.holds is Holds.TEXT and feed.column and not feed.verbatim:
            self.say(feed.target, _("a text is imported as it stands; write verbatim = true if you want that"))

    def _one_alone(self, feed: Feed) -> None:
        if feed.split:
            self.say(feed.target, _("this takes one code alone; leave split out"))
        for label, codes in feed.table.items():
            if len(codes) > 1:
                self.say(feed.target, _("%(label)r has several codes; this takes one alone") % {"label": label})
