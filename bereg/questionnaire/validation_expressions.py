"""Checks of relevance, constraints and calculations."""

import re
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _
from rapidfuzz import process

from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheet_rows import SurveyRow
from bereg.questionnaire.xpath.columns import COLUMN, with_columns
from bereg.questionnaire.xpath.syntax import both
from bereg.questionnaire.xpath.syntax import parse as parse_expression
from bereg.questionnaire.xpath.tokens import ExpressionError
from bereg.questionnaire.xpath.tree import Node, references, uses_own_value

_COLUMNS = {"relevant": "relevant", "constraint": "constraint", "calculate": "calculation"}
_NAMED = re.compile(r"\$\{ *([^{}\s]+) *\}")


def check_expressions(rows: list[SurveyRow], columns: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Yield expressions that cannot be read, name a question that is not there, or wait for each other.

    columns: of each list of choices, which a filter may name.
    """
    questions = {row.name for row in rows if row.name and row.control is None}
    found = [
        Problem("survey", row.number, f"{heading}: {text}")
        for row in rows
        for column, heading in _COLUMNS.items()
        for text in _problems(row, column, questions)
    ]
    yield from _check_filters(rows, columns, questions)
    yield from found or _check_together(rows)
    yield from _check_cycles(rows, questions)


def _problems(row: SurveyRow, column: str, questions: set[str]) -> Iterator[str]:
    try:
        tree = _tree(row, column)
    except ExpressionError as error:
        yield str(error)
        return
    if tree is None:
        return
    if column == "relevant" and uses_own_value(tree):
        yield _("a question cannot depend on its own answer; write ${name} for another question")
    yield from _unknown(references(tree) - questions, questions)


def _unknown(names: Collection[str], questions: Collection[str]) -> Iterator[str]:
    for name in sorted(names):
        near = process.extractOne(name, sorted(questions), score_cutoff=60)
        values = {"name": name, "near": near[0] if near else ""}
        if near:
            yield _("there is no question ${%(name)s}; perhaps ${%(near)s}") % values
        else:
            yield _("there is no question ${%(name)s}; add it, or remove it here") % values


def _check_filters(
    rows: list[SurveyRow], columns: Mapping[str, Collection[str]], questions: set[str]
) -> Iterator[Problem]:
    for row in rows:
        expression = row.text("choice_filter")
        if not expression:
            continue
        for text in _filter_problems(row, expression, columns, questions):
            yield Problem("survey", row.number, f"choice_filter: {text}")


def _filter_problems(
    row: SurveyRow, expression: str, columns: Mapping[str, Collection[str]], questions: set[str]
) -> Iterator[str]:
    if not row.select or row.select["file"]:
        yield _("only a question with a list of the sheet choices has a filter; empty the column")
        return
    try:
        tree = parse_expression(with_columns(expression, {"name", *columns.get(row.select["list"], ())}))
    except ExpressionError as error:
        yield str(error)
        return
    read = {name for name in references(tree) if not name.startswith(COLUMN)}
    if row.name in read:
        yield _("a question cannot depend on its own answer; write ${name} for another question")
    yield from _unknown(read - questions, questions)


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
                parse_expression(together)
            except ExpressionError as error:
                text = _("relevant, together with the groups around it: %(reason)s") % {"reason": error}
                yield Problem("survey", row.number, text)


def _tree(row: SurveyRow, column: str) -> Node | None:
    expression = row.text("bind", column)
    return parse_expression(expression) if expression else None


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
        except ExpressionError:
            continue  # reported already
        read |= references(tree) if tree else set()
    return read | set(_NAMED.findall(row.text("choice_filter")))


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
