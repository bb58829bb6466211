"""Exact figures as a PDF to print: the same tables as the page, with the mark of who took them on its first page."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.core.tagged_pdf import STANDARD, printable
from bereg.counting import queries
from bereg.counting.wording import Labels, period_name
from bereg.publications.formats import reader_notes
from bereg.publications.formats.pdf import compiled
from bereg.report import page, written_page
from bereg.report.page import ReportChoice, ReportTable


def pdf(chosen: ReportChoice, mark: str) -> bytes:
    """Return the report in the language that is spoken. Raise FiguresFault."""
    made: bytes = compiled(_report(chosen, mark), format="pdf", pdf_standards=STANDARD)
    return made


def _report(chosen: ReportChoice, mark: str) -> Any:
    labels, figures = Labels(), queries.figures_of(chosen.period)
    large = page.large(figures, chosen, labels)
    tables = (page.shown(figures, table, chosen, labels) for table in page.tables())
    written = _printed(written_page.of_choice(chosen))
    shown = [_table(each) | {"written": written.get(each.id, [])} for each in tables if each]
    part = {"name": labels.centre(chosen.centre), "written": [], "tables": shown}
    return printable(
        {
            "language": (get_language() or "en").split("-")[0],
            "title": _("Exact figures: %(period)s") % {"period": period_name(chosen.period)},
            "sentences": [each for each in (large.headline, large.lead, page.contacts(figures, chosen)) if each],
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            "written_heading": reader_notes.written_heading(),
            "written": written.get("", []),
            "recommended_heading": "",  # they go with what is published, and stand on its page
            "recommended": [],
            "heading": _("Exact figures, not for publication."),
            "explanation": [_("Small numbers can point at a person. Keep them inside the centre."), mark],
            "contents": _("Contents"),
            "outputs": [],  # they are said of a year that is published
            "publisher": None,
            "parts": [part],
        }
    )


def _printed(written: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return what people wrote with languages as the template names them, without their script."""
    return {
        table: [each | {"language": each["language"].split("-")[0]} for each in found]
        for table, found in written.items()
    }


def _table(table: ReportTable) -> dict[str, Any]:
    heads = [table.title, *(f"{column.title}, {column.base}" for column in table.columns)]
    rows = [
        [line.label, *(f"{cell.percent} ({cell.count})" for cell in line.cells)] for line in table.lines + table.rest
    ]
    return {"title": table.title, "heads": heads, "rows": rows, "base": [], "bars": [], "note": ""}
