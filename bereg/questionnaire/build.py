"""From the survey dictionary of pyxform to a form."""

from typing import Any

from bereg.core.growing_lists import growing_lists
from bereg.questionnaire.countries_and_regions import LISTS, choices_of
from bereg.questionnaire.form import Form
from bereg.questionnaire.questions import CLOSED, Choice, Labels, Question, QuestionKind, Section
from bereg.questionnaire.sheets import language_code
from bereg.questionnaire.xpath.columns import with_columns
from bereg.questionnaire.xpath.syntax import both

Survey = dict[str, Any]

KINDS = {
    "select one": QuestionKind.SELECT_ONE,
    "select all that apply": QuestionKind.SELECT_MULTIPLE,
    "integer": QuestionKind.INTEGER,
    "decimal": QuestionKind.DECIMAL,
    "text": QuestionKind.TEXT,
    "date": QuestionKind.DATE,
    "time": QuestionKind.TIME,
    "dateTime": QuestionKind.MOMENT,
    "note": QuestionKind.NOTE,
    "calculate": QuestionKind.CALCULATE,
    "hidden": QuestionKind.HIDDEN,
}
TRUE = frozenset({"yes", "true", "true()", "1"})


def build(survey: Survey, *, home_country: str) -> Form:
    """Return the form. `survey` is what pyxform's workbook_to_json returned, already checked."""
    sections: list[Section] = []
    questions: dict[str, Question] = {}
    _walk(survey["children"], _Place(), sections, questions, home_country)
    return Form(
        title=str(survey.get("title", "")),
        languages=_languages(survey),
        sections=tuple(sections),
        questions=questions,
        groups=_groups(survey.get("choices", {})),
    )


class _Place:
    """Where in the groups a question stands."""

    def __init__(self, section: str = "", relevant: str = "") -> None:
        self.section = section
        self.relevant = relevant

    def inside(self, group: Survey) -> "_Place":
        # Inner groups only narrow the relevance; the outermost gives the heading.
        relevant = both(self.relevant, _bind(group, "relevant"))
        return _Place(self.section or group["name"], relevant)


def _walk(
    children: list[Survey], place: _Place, sections: list[Section], questions: dict[str, Question], home_country: str
) -> None:
    for child in children:
        if child["type"] == "group" and child["name"] == "meta":
            continue  # pyxform's own
        if child["type"] == "group":
            if not place.section:
                sections.append(Section(child["name"], _texts(child.get("label"))))
            _walk(child["children"], place.inside(child), sections, questions, home_country)
        else:
            questions[child["name"]] = _question(child, place, home_country)


def _question(row: Survey, place: _Place, home_country: str) -> Question:
    itemset = str(row.get("itemset") or "")
    grows = itemset in growing_lists()
    kind = QuestionKind.CODE if grows else KINDS[row["type"]]
    chosen_from = itemset if grows or itemset in LISTS else ""
    return Question(
        name=row["name"],
        kind=kind,
        labels=_texts(row.get("label")),
        hints=_texts(row.get("hint")),
        choices=choices_of(chosen_from, home_country) if chosen_from else tuple(map(_choice, row.get("choices") or ())),
        relevant=both(place.relevant, _bind(row, "relevant")),
        constraint=_bind(row, "constraint"),
        constraint_messages=_texts(row.get("bind", {}).get("jr:constraintMsg")),
        calculation=_bind(row, "calculate"),
        appearance=row.get("control", {}).get("appearance", ""),
        statistic=kind in CLOSED and is_true(row.get("bereg", {}).get("statistic", "")),
        section=place.section,
        choices_from=chosen_from,
        choice_filter=with_columns(str(row.get("choice_filter") or ""), _columns(row)),
        default=str(row.get("default") or ""),
    )


def _columns(row: Survey) -> frozenset[str]:
    return frozenset(name for choice in row.get("choices", ()) for name in choice) | {"name"}


def is_true(mark: str) -> bool:
    """Tell whether a cell says yes."""
    return mark.strip().lower() in TRUE


def _choice(row: Survey) -> Choice:
    columns = {name: str(cell) for name, cell in row.items() if isinstance(cell, str) and name != "label"}
    return Choice(str(row["name"]), _texts(row.get("label")), str(row.get("group", "")), columns)


def _bind(row: Survey, name: str) -> str:
    return str(row.get("bind", {}).get(name, ""))


def _texts(cell: str | dict[str, str] | None) -> Labels:
    if not cell:
        return {}
    if isinstance(cell, str):
        return {"": cell}
    return {language_code(language): text for language, text in cell.items()}


def _languages(survey: Survey) -> tuple[str, ...]:
    """Return the languages of the labels, the form's own first."""
    default = language_code(str(survey.get("default_language", "")))
    found = dict.fromkeys([default] if default else [])
    waiting = list(survey["children"])
    while waiting:
        row = waiting.pop(0)
        label = row.get("label")
        found |= dict.fromkeys(map(language_code, label) if isinstance(label, dict) else ())
        waiting += [*row.get("children", ()), *row.get("choices", ())]
    return tuple(each for each in found if each)


def _groups(lists: dict[str, list[Survey]]) -> dict[str, Labels]:
    """Return the first levels: the list `topic_group` names the groups of the list `topic`."""
    return {
        str(row["name"]): _texts(row.get("label"))
        for name, rows in lists.items()
        if name.endswith("_group") and name.removesuffix("_group") in lists
        for row in rows
    }
