"""A form as the plain data that a version stores, and back."""

from typing import Any

from bereg.questionnaire.form import Choice, Form, Question, QuestionKind, Section
from bereg.questionnaire.lists import choices_of

Data = dict[str, Any]

_PLAIN = ("labels", "hints", "relevant", "constraint", "constraint_messages", "calculation", "appearance", "section")


def to_data(form: Form) -> Data:
    """Return what to store. Lists of the program are stored by their name: they differ by home country."""
    return {
        "title": form.title,
        "languages": list(form.languages),
        "sections": [{"name": each.name, "labels": each.labels} for each in form.sections],
        "questions": [_question_data(each) for each in form.questions.values()],
        "groups": form.groups,
    }


def from_data(data: Data, *, home_country: str) -> Form:
    """Return the form that was stored, with the program's lists for a home country."""
    questions = [_question(each, home_country) for each in data["questions"]]
    return Form(
        title=data["title"],
        languages=tuple(data["languages"]),
        sections=tuple(Section(each["name"], each["labels"]) for each in data["sections"]),
        questions={each.name: each for each in questions},
        groups=data["groups"],
    )


def _question_data(question: Question) -> Data:
    data: Data = {"name": question.name, "kind": str(question.kind)}
    data |= {name: getattr(question, name) for name in _PLAIN if getattr(question, name)}
    if question.statistic:
        data["statistic"] = True
    if question.choices_from:
        data["choices_from"] = question.choices_from
    elif question.choices:
        data["choices"] = [
            {"code": each.code, "labels": each.labels} | ({"group": each.group} if each.group else {})
            for each in question.choices
        ]
    return data


def _question(data: Data, home_country: str) -> Question:
    chosen_from = data.get("choices_from", "")
    return Question(
        name=data["name"],
        kind=QuestionKind(data["kind"]),
        choices=choices_of(chosen_from, home_country)
        if chosen_from
        else tuple(Choice(each["code"], each["labels"], each.get("group", "")) for each in data.get("choices", ())),
        statistic=data.get("statistic", False),
        choices_from=chosen_from,
        **{name: data[name] for name in _PLAIN if name in data},
    )
