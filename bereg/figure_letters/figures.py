"""The figures that go with a letter: which there are of a period, in sentences, and those that indicators count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.centres.universes import universes
from bereg.counting import catalogue, queries
from bereg.counting.catalogue import ALL, CatalogueTable, TableKind
from bereg.counting.codes import TOPIC, Codes
from bereg.counting.months import Period
from bereg.counting.wording import Labels, month_name, titles
from bereg.figure_letters.choices import FiguresKind, IndicatorSpan, Rhythm
from bereg.figure_letters.models import FiguresRecipient, FunderIndicator
from bereg.publications import content, periods, sentences
from bereg.publications import queries as releases
from bereg.publications.models import Release
from bereg.report import page
from bereg.report.page import ReportChoice

SEPARATOR = "/"  # between table and code of a cell


@dataclass(frozen=True)
class CellChoices:
    """Cells of the exact report that an indicator may count, under one title."""

    title: str
    cells: list[tuple[str, str]]


def standing_releases(recipient: FiguresRecipient, period: Period) -> list[Release]:
    """Return the published release of exactly these months, else of a quarter those of its months. No sum is made."""
    standing = {(each.first_month, each.last_month): each for each in releases.standing()}
    if whole := standing.get((period.first, period.last)):
        return [whole]
    monthly = [standing.get((month, month)) for month in period] if recipient.rhythm == Rhythm.QUARTERLY else [None]
    found = [each for each in monthly if each]
    return found if len(found) == len(monthly) else []


def why_no_figures(recipient: FiguresRecipient, period: Period) -> str:
    """Say why a letter about a period cannot be written yet; "" where it can."""
    if not recipient.is_exact:
        if standing_releases(recipient, period):
            return ""
        words = {"period": periods.named(period.first, period.last)}
        if recipient.rhythm == Rhythm.QUARTERLY:
            missing = _(
                "There is no published release of %(period)s, nor one of each of its months: publish those first."
            )
            return missing % words
        return _("There is no published release of %(period)s yet: publish one of exactly these months first.") % words
    closed = set(queries.closed_months().values_list("first_day", flat=True))
    begins = min(closed, default=period.first)  # before it nobody was counted, and there is nothing to close
    counted = [month for month in period if month >= begins] or [period.last]
    still_open = next((month for month in counted if month not in closed), None)
    if still_open:
        return _("%(month)s is not closed yet: exact figures leave only of closed months.") % {
            "month": month_name(still_open)
        }
    has_any = FunderIndicator.objects.through(recipient=recipient).exists()
    if recipient.gets == FiguresKind.INDICATORS and not has_any:
        return _("This recipient has no indicator yet: write one first.")
    return ""


def main_figures(recipient: FiguresRecipient, period: Period, along: Iterable[Release], language: str) -> str:
    """Return the main figures in sentences of a language, a paragraph for each release.

    Raise FiguresFault, releases.ChangedError.
    """
    with override(language):
        if said := "\n\n".join(_of_release(each) for each in along):
            return said
        if recipient.gets != FiguresKind.REPORT:
            return ""
        chosen, figures = ReportChoice(period, recipient.covered), queries.figures_of(period)
        large = page.large(figures, chosen, Labels())
        told = (large.headline, large.lead, page.contacts(figures, chosen))
        return " ".join(_sentence(each) for each in told if each)


def _of_release(release: Release) -> str:
    said = content.with_bases(releases.content_of(release))
    return " ".join(_sentence(each) for each in (sentences.headline(said), *sentences.lead(said)) if each)


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def offered() -> Iterator[CellChoices]:
    """Yield the cells that an indicator may count: totals first, then what closed lists and topics count."""
    labels, known = Labels(), titles()
    tables = [each for each in catalogue.tables() if ALL in each.groups and each.centre == "each"]
    totals = [(f"{each.id}{SEPARATOR}{each.code}", _of_total(each)) for each in tables if each.kind == TableKind.COUNT]
    yield CellChoices(_("Totals"), totals)
    for table in tables:
        cells = [(f"{table.id}{SEPARATOR}{code}", labels.of(table.id, code)) for code in _codes(table)]
        if cells:
            yield CellChoices(str(known.get(table.id, table.id)), cells)


def _of_total(table: CatalogueTable) -> str:
    named = {"enquiries/total": _("Enquiries"), "contacts/calls": _("Contacts by telephone")}
    return named.get(f"{table.id}{SEPARATOR}{table.code}") or str(titles().get(table.id, table.id))


def _codes(table: CatalogueTable) -> list[str]:
    if table.kind == TableKind.TOPICS:
        return list(Codes().numbers(TOPIC))
    listed = universes()[table.universe].columns.get(table.variable) if table.kind == TableKind.CODES else None
    return [code for code, _label in listed or ()]


def in_words(figure: str) -> str:
    """Say what a cell counts."""
    for group in offered():
        for cell, label in group.cells:
            if cell == figure:
                return label if figure.endswith(("/total", "/calls")) else f"{group.title}: {label}"
    return figure


def reached(
    recipient: FiguresRecipient,
    indicators: Iterable[FunderIndicator],
    period: Period,
    typed: Mapping[UUID, Decimal],
) -> list[dict[str, Any]]:
    """Return what was reached of each indicator, as a letter keeps it. typed: by hand. Raise FiguresFault."""
    return [
        {
            "name": each.name,
            "target": str(each.target),
            "reached": str(_counted(recipient, each, period) if each.figure else typed.get(each.pk, Decimal(0))),
            "source": each.source,
            "figure": each.figure,
            "first": _span(recipient, each, period).first.isoformat(),
            "last": period.last.isoformat(),
        }
        for each in indicators
    ]


def _span(recipient: FiguresRecipient, indicator: FunderIndicator, period: Period) -> Period:
    return Period(recipient.first_month, period.last) if indicator.span == IndicatorSpan.BEGINNING else period


def _counted(recipient: FiguresRecipient, indicator: FunderIndicator, period: Period) -> int:
    table_id, _slash, code = indicator.figure.partition(SEPARATOR)
    found, place = queries.figures_of(_span(recipient, indicator, period)), recipient.covered
    for table in catalogue.tables():
        if table.id == table_id and ALL in table.groups:
            for figure in found.table(table, place, ALL):
                if figure.code == code:
                    return figure.count
    return 0
