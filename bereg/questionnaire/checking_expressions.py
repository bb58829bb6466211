"""Checks of relevance, constraints and calculations."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _
from rapidfuzz import process

from bereg.questionnaire import xpath
from bereg.questionnaire.build import both
from bereg.questionnaire.problems import Problem
from bereg.questionnaire.rows import SurveyRow

_COLUMNS = {"relevant": "relevant", "constraint": "constraint", "calculate": "calculation"}


def check_expressions(rows: list[SurveyRow]) -> Iterator[Problem]:
    """Yield expressions that cannot be read, name a question that is not there, or wait for each other."""
    questions = {row.name for row in rows if row.name and row.control is None}
    found = [
        Problem("survey", row.number, f"{heading}: {text}")
        for row in rows
        for column, heading in _COLUMNS.items()
        for text in _problems(row, column, questions)
    ]
    yield from found or _check_together(rows)
    yield from _check_cycles(rows, questions)


def _problems(row: SurveyRow, column: str, questions: set[str]) -> Iterator[str]:
    try:
        tree = _tree(row, column)
    except xpath.ExpressionError as error:
        yield str(error)
        return
    if tree is None:
        return
    if column == "relevant" and xpath.uses_own_value(tree):
        yield _("a question cannot depend on its own answer; write ${name} for another question")
    for name in sorted(xpath.references(tree) - questions):
        near = process.extractOne(name, sorted(questions), score_cutoff=60)
        values = {"name": name, "near": near[0] if near else ""}
        if near:
            yield _("there is no question ${%(name)s}; perhaps ${%(near)s}") % values
        else:
            yield _("there is no question ${%(name)s}; add it, or remove it here") % values


def _check_together(rows: list[SurveyRow]) -> Iterator[Problem]:
    """Yield questions whose relevance is too long or too deep together with that of the groups around them."""
    around = [""]
    for row in rows:
        together = both(around[-1], row.text("bind", "relevant"))
        if row.opens_group:
            around.append(together)
        elif row.closes_group:
            around = around[:-1] or [""]
        elif together:
            try:
                xpath.parse(together)
            except xpath.ExpressionError as error:
                text = _("relevant, together with the groups around it: %(reason)s") % {"reason": error}
                yield Problem("survey", row.number, text)


def _tree(row: SurveyRow, column: str) -> xpath.Node | None:
    expression = row.text("bind", column)
    return xpath.parse(expression) if expression else None


def _check_cycles(rows: list[SurveyRow], questions: set[str]) -> Iterator[Problem]:
    causes: dict[str, set[str]] = {}
    around: list[set[str]] = []  # what the groups around a row read
    for row in rows:
        read = _read(row) & questions
        if row.opens_group:
            around.append(read)
        elif row.closes_group and around:
            around.pop()
        elif row.name:
            causes[row.name] = read.union(*around)
    numbers = {row.name: row.number for row in reversed(rows)}
    for circle in _circles(causes):
        values = {"names": " → ".join(circle)}
        yield Problem(
            "survey", numbers[circle[0]], _("these questions wait for each other: %(names)s; break the circle") % values
        )


def _read(row: SurveyRow) -> set[str]:
    read: set[str] = set()
    for column in ("relevant", "calculate"):
        try:
            tree = _tree(row, column)
        except xpath.ExpressionError:
            continue  # reported already
        read |= xpath.references(tree) if tree else set()
    return read


def _circles(causes: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield one circle after the other, each broken before the next is looked for."""
    left = {name: set(read) for name, read in causes.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1]  # each is a cause of the next
            yield circle
            left[circle[1]].discard(circle[0])
        else:
            return
