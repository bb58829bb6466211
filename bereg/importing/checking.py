"""Comparing a mapping with the file, the questionnaire and the centre, before the first row is read."""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bereg.enquiries.outcomes import Consent
from bereg.importing.mapping import Feed, Mapping
from bereg.importing.sections import MappingError, mistake, nearest
from bereg.importing.table import Source
from bereg.importing.values import Table
from bereg.importing.vocabulary import (
    TOPIC,
    WRITTEN,
    question_of,
    silent_codes,
    table_of_labels,
    vocabulary,
)
from bereg.questionnaire.form import Form, QuestionKind

NO_CODES = {"contact.date", "contact.time", "narrative"}


@dataclass(frozen=True)
class CentreLine:
    """Where the records will belong, whether the centre exists yet or not."""

    code: str
    country: str
    time_zone: str
    lines: Pairs[str, str]

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that the source's dates and times are in."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Plan:
    """A mapping that fits: what is needed to read the rows."""

    mapping: Mapping
    form: Form
    place: CentreLine
    positions: Pairs[str, int]  # column to its place in a row
    tables: Pairs[str, Table]  # target to its table
    left_out: tuple[str, ...]  # columns that nothing is read from


def check(mapping: Mapping, source: Source, form: Form, place: CentreLine) -> Plan:
    """Return the plan. Raise MappingError with every mistake."""
    checker = _Checker(mapping, source, form, place)
    checker.columns()
    for feed in mapping.feeds():
        checker.feed(feed)
    checker.narrative()
    if checker.problems:
        raise MappingError(checker.problems)
    positions = {name: at for at, name in enumerate(source.columns)}
    read = set(mapping.columns())
    left_out = tuple(name for name in source.columns if name not in read)
    return Plan(mapping, form, place, positions, checker.tables, left_out)


class _Checker:
    def __init__(self, mapping: Mapping, source: Source, form: Form, place: CentreLine) -> None:
        self.mapping, self.source, self.form, self.place = mapping, source, form, place
        self.problems: list[str] = []
        self.tables: dict[str, Table] = {}

    def say(self, place: str, remedy: str) -> None:
        self.problems.append(mistake(place, remedy))

    def columns(self) -> None:
        """Every column that the mapping names must stand in the file."""
        places = [("key", name) for name in self.mapping.key] + [("ignore", name) for name in self.mapping.ignore]
        places += [("empty", name) for name in self.mapping.empty]
        places += [(feed.target, feed.column) for feed in self.mapping.feeds() if feed.column]
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

    def feed(self, feed: Feed) -> None:
        """The target must exist, and know every code that the mapping gives it."""
        if feed.target in NO_CODES:
            return
        if feed.target.startswith("answers.") and not self._is_asked(feed):
            return
        words = vocabulary(feed.target, self.form, self.place.lines)
        if words is None:
            self._without_codes(feed)
            return
        silent = silent_codes(feed.target, self.form)
        for code in feed.codes:
            if code not in words and code not in silent:
                unknown = _("there is no code %(code)r") % {"code": code}
                self.say(feed.target, unknown + nearest(code, [*words, *silent]))
        self._check_several(feed)
        self.tables[feed.target] = feed.compiled() if feed.has_table else table_of_labels(words, feed.split)

    def _is_asked(self, feed: Feed) -> bool:
        name = feed.target.removeprefix("answers.")
        if name == TOPIC:
            self.say(feed.target, _("topics have a table of their own: write [topics]"))
            return False
        if question_of(self.form, feed.target):
            return True
        known = [each for each in self.form.questions if each != TOPIC and question_of(self.form, f"answers.{each}")]
        self.say(feed.target, _("the questionnaire does not ask this") + nearest(name, known))
        return False

    def _without_codes(self, feed: Feed) -> None:
        question = question_of(self.form, feed.target)
        if feed.has_table:
            self.say(feed.target, _("this question takes no codes; leave the table and the ranges out"))
        elif question and question.kind in WRITTEN and not feed.verbatim:
            self.say(feed.target, _("a text is imported as it stands; write verbatim = true if you want that"))

    def _check_several(self, feed: Feed) -> None:
        question = question_of(self.form, feed.target)
        if feed.target == "topics" or (question and question.kind == QuestionKind.SELECT_MULTIPLE):
            return
        if feed.split:
            self.say(feed.target, _("this takes one code alone; leave split out"))
        for label, codes in feed.table.items():
            if len(codes) > 1:
                self.say(feed.target, _("%(label)r has several codes; this takes one alone") % {"label": label})

    def narrative(self) -> None:
        """A text about a person is kept only with consent."""
        consent = self.mapping.consent
        agreed = Consent.YES in consent.codes or not consent.constant
        if self.mapping.narrative and not agreed:
            self.say("narrative", _("a text is kept only with consent; leave it out, or tell consent from a column"))
