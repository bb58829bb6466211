"""The page of cross tables: what is asked within each kind of enquirer or region, and which answers are missing."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.core.numbers import number
from bereg.counting import catalogue, crossed
from bereg.counting.catalogue import ALL, CatalogueTable
from bereg.counting.crossed import CrossFigures, CrossTable
from bereg.counting.figures import Figure, Figures
from bereg.counting.wording import GROUPS, QUESTIONS, Labels, percent
from bereg.questionnaire.answers import DECLINED, UNKNOWN
from bereg.report import exact_sentences
from bereg.report.page import ReportCell, ReportChoice

TITLES: dict[str, StrOrPromise] = {
    "topic_by_enquirer": _("Topics, by who asked"),
    "source_by_enquirer": _("How people learnt of us, by who asked"),
    "source_by_region": _("How people learnt of us, by region of the question"),
}
MISSING = (DECLINED, UNKNOWN, "")


@dataclass(frozen=True)
class CrossLine:
    label: str
    base: str  # of how many its shares are; empty where the heads of the columns tell it
    cells: list[ReportCell]


@dataclass(frozen=True)
class CrossColumn:
    title: str
    base: str


@dataclass(frozen=True)
class ShownCross:
    """One cross table as the page shows it."""

    id: str
    title: str
    head: str
    columns: list[CrossColumn]
    lines: list[CrossLine]
    across: bool


@dataclass(frozen=True)
class MissingLine:
    """One question. cells: how many answered, declined, did not know, were not asked."""

    question: str
    whom: str
    cells: list[ReportCell]


def shown(cross: CrossTable, figures: Figures, chosen: ReportChoice, labels: Labels) -> ShownCross | None:
    """Return a cross table, or None where nobody answered both."""
    if chosen.group not in cross.table.groups:
        return None
    found = crossed.made(cross, figures, chosen.centre, chosen.group)
    if not found.of:
        return None
    make = _across if cross.across else _down
    columns, lines = make(cross, found, labels)
    head = QUESTIONS[cross.table.id if cross.across else cross.within]
    return ShownCross(cross.id, str(TITLES[cross.id]), str(head), columns, lines, cross.across)


def _across(cross: CrossTable, found: CrossFigures, labels: Labels) -> tuple[list[CrossColumn], list[CrossLine]]:
    columns = [CrossColumn(labels.of(cross.within, code), number(found.size(code))) for code in found.of]
    lines = [
        CrossLine(labels.of(cross.table.id, code), "", [_cell(of[code]) for of in found.of.values()])
        for code in _given(found)
    ]
    return columns, lines


def _down(cross: CrossTable, found: CrossFigures, labels: Labels) -> tuple[list[CrossColumn], list[CrossLine]]:
    codes = _given(found)
    columns = [CrossColumn(labels.of(cross.table.id, code), "") for code in codes]
    lines = [
        CrossLine(
            labels.of(cross.within, within),
            number(found.size(within)),
            [_cell(found.of[within][code]) for code in codes],
        )
        for within in sorted(found.of, key=found.size, reverse=True)
    ]
    return columns, lines


def _given(found: CrossFigures) -> list[str]:
    """Return the codes that anybody gave, the most frequent first."""
    totals: dict[str, int] = {}
    for of in found.of.values():
        for code, figure in of.items():
            totals[code] = totals.get(code, 0) + figure.count
    return sorted((code for code, total in totals.items() if total), key=lambda code: -totals[code])


def missing(figures: Figures, chosen: ReportChoice) -> list[MissingLine]:
    """Return for each question how many answered and why the others did not, where anybody turned to us."""
    lines = []
    for table in _questions():
        group = chosen.group if chosen.group in table.groups else table.groups[0]
        size = figures.size(table.universe, chosen.centre, group)
        if not size or (chosen.group not in {ALL, group}):
            continue
        counts = [figures.missing(table, chosen.centre, group)[code] for code in MISSING]
        cells = [_cell(Figure("", count, size)) for count in (size - sum(counts), *counts)]
        lines.append(MissingLine(str(QUESTIONS[table.id]), str(GROUPS[group]), cells))
    return lines


def _questions() -> list[CatalogueTable]:
    """Return a table for each question of the questionnaire that has one answer."""
    return [each for each in catalogue.tables() if each.id in QUESTIONS and exact_sentences.is_asked(each)]


def _cell(figure: Figure) -> ReportCell:
    # Where nobody is, a share says nothing more, and a wide table is easier to read without it.
    return ReportCell(percent(figure) if figure.count else "", number(figure.count))
