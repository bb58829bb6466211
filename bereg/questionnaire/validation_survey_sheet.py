"""Checks of the rows of the sheet `survey`, expressions apart."""

import re
from collections.abc import Iterator, Mapping, Set
from itertools import chain

from django.utils.translation import gettext as _
from rapidfuzz import process

from bereg.core.growing_lists import growing_lists
from bereg.questionnaire.countries_and_regions import LISTS
from bereg.questionnaire.problems import Problem
from bereg.questionnaire.questions import CLOSED, HOME_COUNTRY, TOPIC, UNSEEN, QuestionKind
from bereg.questionnaire.sheet_rows import PLAIN_KINDS, SurveyRow

LONGEST_NAME = 64
NAME = re.compile(rf"[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}")
# Fields of the enquiry itself, and columns of the facts: a question of the same name would be taken for one of them,
# and the draft of a call without consent would keep its answer.
RESERVED_NAMES = frozenset(
    "anonymous call_back centre channel consent direction disposition ended_time group joins language line meta month"
    " narrative outcome questionnaire started_on started_time topics unopened replace urgency version".split()
)
NO = frozenset({"", "no", "false", "false()", "0"})
MEDIA = frozenset({"image", "photo", "audio", "video", "file", "background-audio"})
POSITIONS = frozenset({"geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint", "location"})
SCREENS = frozenset({"barcode", "rank", "range", "acknowledge", "trigger"})
OUTSIDE = frozenset({"xml-external", "csv-external"})
_MARKS = NO | {"yes", "true", "true()", "1"}
_TEXTS = {"label": ("label",), "hint": ("hint",), "constraint_message": ("bind", "jr:constraintMsg")}
_TYPES = ("select_one LIST", "select_multiple LIST", *sorted(PLAIN_KINDS), "begin_group", "end_group")


def check_survey(rows: list[SurveyRow], lists: Set[str], languages: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with types, names, labels and marks. `languages`: heading's name to code."""
    yield from _check_groups(rows)
    yield from _check_names_once(rows)
    for row in rows:
        texts = chain(
            _type_problems(row, lists),
            _name_problems(row),
            label_problems(row.label, languages) if _shows_label(row) else (),
            _text_problems(row),
            _column_problems(row),
            _part_problems(row),
        )
        yield from (Problem("survey", row.number, text) for text in texts)


def label_problems(label: str | dict[str, str], languages: Mapping[str, str]) -> Iterator[str]:
    """Yield the languages in which a text is missing. One without a language stands for all."""
    if isinstance(label, dict) and "default" not in label:
        for language in languages:
            if not str(label.get(language, "")).strip():
                yield _("the label is missing in %(language)s; add it") % {"language": language}
    elif not label:
        yield _("the label is missing; add it")


def _shows_label(row: SurveyRow) -> bool:
    if row.opens_group:
        return bool(row.label)  # a section may stand without a heading, but not in one language only
    return bool(row.type) and not row.closes_group and row.kind not in UNSEEN


def _check_groups(rows: list[SurveyRow]) -> Iterator[Problem]:
    opened: list[SurveyRow] = []
    for row in (each for each in rows if each.control and each.control["what"] == "group"):
        if row.opens_group:
            opened.append(row)
        elif row.closes_group and opened:
            opened.pop()
        elif row.closes_group:
            yield Problem("survey", row.number, _("end_group without a begin_group; remove it"))
    for row in opened:
        yield Problem("survey", row.number, _("the group %(name)s is never closed; add end_group") % {"name": row.name})


def _check_names_once(rows: list[SurveyRow]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        if row.name and not row.closes_group and first.setdefault(row.name, row.number) != row.number:
            values = {"name": row.name, "row": first[row.name]}
            yield Problem(
                "survey", row.number, _("the name %(name)s stands in row %(row)s already; choose another") % values
            )


def _type_problems(row: SurveyRow, lists: Set[str]) -> Iterator[str]:
    if row.control:
        if row.control["what"] != "group":
            yield _("%(type)s: repeats are not asked on the telephone; ask each question once") % {"type": row.type}
    elif refusal := _refusal(row.type):
        yield refusal % {"type": row.type}
    elif row.select:
        yield from _select_problems(row.select, lists)
    elif not row.type and (row.name or row.label):
        yield _("the type is missing; write for example text or select_one LIST")
    elif row.type.startswith("select"):
        yield _("%(type)s: write select_one LIST or select_multiple LIST") % {"type": row.type}
    elif row.type and row.kind is None:
        near = process.extractOne(row.type, _TYPES)
        values = {"type": row.type, "near": near[0] if near else "text", "types": ", ".join(_TYPES)}
        yield _("the type %(type)s is not known; perhaps %(near)s; known are %(types)s") % values


def _refusal(kind: str) -> str:
    """Say why a telephone line does not ask in this way; "" where it may."""
    kind = kind.partition(" ")[0]  # such as `rank LIST`
    if kind in MEDIA:
        return _("%(type)s: pictures, sound and files are not taken with a question; remove the row")
    if kind in POSITIONS:
        return _("%(type)s: positions of people are not kept; ask for the region instead")
    if kind in SCREENS:
        return _("%(type)s: this way of answering needs a screen that the caller sees; ask for a choice or a text")
    if kind in OUTSIDE:
        return _("%(type)s: a form brings its lists along; put the list on the sheet choices")
    return ""


def _select_problems(select: re.Match[str], lists: Set[str]) -> Iterator[str]:
    name = select["list"]
    if select["other"] and select["file"]:
        yield _("or_other goes with a list of the sheet choices; add a choice other to the list %(list)s") % {
            "list": name
        }
    known = LISTS | growing_lists().keys()
    if select["file"] and select["many"] == "select_multiple" and name in growing_lists():
        yield _("of the file %(list)s one code is typed; write select_one_from_file") % {"list": name}
    if select["file"] and name not in known:
        values = {"list": name, "known": ", ".join(sorted(known))}
        yield (
            _("the file %(list)s is not there; the program brings %(known)s; put another list on the sheet choices")
            % values
        )
    if not select["file"] and name not in lists:
        near = process.extractOne(name, list(lists), score_cutoff=60)
        values = {"list": name, "near": near[0] if near else name}
        if near:
            yield _("the list %(list)s is not on the sheet choices; perhaps %(near)s") % values
        else:
            yield _("the list %(list)s is not on the sheet choices; add its rows there") % values


def _name_problems(row: SurveyRow) -> Iterator[str]:
    if not row.type or row.closes_group:
        return
    if not row.name:
        yield _("the name is missing; add one of letters, digits and underscores")
    elif not NAME.fullmatch(row.name):
        yield _("the name %(name)s: use at most %(most)s Latin letters, digits and underscores, and no digit first") % {
            "name": row.name[:80],
            "most": LONGEST_NAME,
        }
    elif row.control is None and row.name in RESERVED_NAMES:
        yield _("the name %(name)s belongs to the program; choose another") % {"name": row.name}


def _text_problems(row: SurveyRow) -> Iterator[str]:
    """Yield the texts that would show ${name} to the operator: answers stand in no text."""
    for name, path in _TEXTS.items():
        if "${" in str(row.cells_of(*path)):
            yield _("%(name)s: answers cannot be put into a text; write it without ${...}") % {"name": name}


def _column_problems(row: SurveyRow) -> Iterator[str]:
    if row.text("bind", "required").lower() not in NO:
        yield _("no question is ever obligatory; empty the column required")
    if row.kind is not QuestionKind.CALCULATE and row.text("bind", "calculate"):
        yield _("a calculation belongs to the type calculate; empty it, or change the type")
    if row.kind is QuestionKind.CALCULATE and not row.text("bind", "calculate"):
        yield _("the calculation is missing; add it, or change the type")
    if _is_computed(row.text("default")):
        yield _("a default that is calculated is not understood; write the answer itself, or use the type calculate")
    unsupported = {"trigger": row.text("trigger")}
    unsupported |= {"parameters": row.text("parameters"), "repeat_count": row.text("control", "jr:count")}
    for name, content in unsupported.items():
        if content:
            yield _("the column %(name)s is not supported; empty it") % {"name": name}


def _is_computed(default: str) -> bool:
    return "${" in default or "(" in default


def _part_problems(row: SurveyRow) -> Iterator[str]:
    """Yield what breaks the part that a question plays in the program."""
    mark = row.text("bereg", "statistic").lower()
    if mark not in _MARKS:
        yield _("bereg::statistic is %(mark)s; write yes, or nothing") % {"mark": mark}
    elif mark not in NO and row.kind not in CLOSED:
        yield _("only select_one and select_multiple may enter the figures; empty bereg::statistic")
    if row.kind is QuestionKind.HIDDEN and row.name != HOME_COUNTRY:
        yield _("the program fills no hidden question but home_country; remove it")
    if row.name == HOME_COUNTRY and row.kind is not QuestionKind.HIDDEN:
        yield _("the program fills home_country; its type must be hidden")
    if row.name == TOPIC and row.kind is not QuestionKind.SELECT_MULTIPLE:
        yield _("an enquiry may have several topics; the type of topic must be select_multiple")
    if row.name == "citizenship" and row.kind is not QuestionKind.SELECT_ONE:
        yield _("citizens and foreigners are told apart by one answer; the type of citizenship must be select_one")
