"""A report to read and to print: tagged PDF (PDF/UA-1), so that it can also be read aloud."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.core import tagged_pdf
from bereg.core.languages import tag
from bereg.core.tagged_pdf import STANDARD, printable
from bereg.publications import sentences, sentences_by_people
from bereg.publications.content import Content, Table, Written, has_total
from bereg.publications.formats import reader_notes
from bereg.publications.formats.lines import said, small
from bereg.publications.publisher import logo, publisher
from bereg.publications.shares import share
from bereg.publications.work_results import outputs

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(content: Content, language: str) -> bytes:
    """Return a report in a language."""
    made: bytes = compiled(report(content, language), format="pdf", pdf_standards=STANDARD)
    return made


def compiled(said: dict[str, Any], **how: Any) -> Any:
    """Compile the template of reports with what it prints. how: as of typst."""
    return tagged_pdf.compiled(TEMPLATE, said, **how)


def report(content: Content, language: str) -> Any:
    """Return what the template prints, in words of a language: a dict whose keys are those of report.typ."""
    with override(language):
        return printable(
            {
                "language": language,
                "title": reader_notes.title(content),
                "sentences": [each for each in (sentences.headline(content), *sentences.lead(content)) if each],
                "outputs": [str(each) for each in outputs(content)],
                "written_heading": reader_notes.written_heading(),
                "written": in_print(content.get("written", []), sentences.ALL, "", language),
                "recommended_heading": reader_notes.recommended_heading(),
                "recommended": [
                    {"to": to, "texts": [_in_language(each) for each in texts]}
                    for to, texts in sentences_by_people.recommended(content, language)
                ],
                "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
                "heading": reader_notes.heading(),
                "explanation": reader_notes.explanation(content),
                "contents": _("Contents"),
                "publisher": _publisher(),
                "parts": list(_parts(content, language)),
            }
        )


def _publisher() -> dict[str, Any] | None:
    """Return who publishes, with the points of the logo, which the template knows as bytes."""
    found, picture = publisher(), logo()
    if found is None:
        return None
    drawn = {"bytes": list(picture.content), "format": picture.ending} if picture else None
    return {"name": found.name, "address": found.address, "logo": drawn}


def in_print(sentences: Sequence[Written], centre: str, table: str, language: str) -> list[dict[str, Any]]:
    """Return what people wrote of a table, or of a centre, as the template prints it."""
    found = sentences_by_people.of(sentences, centre, table, language)
    return [_in_language(each) for each in found]


def _in_language(text: sentences_by_people.WrittenSentence) -> dict[str, Any]:
    return {"paragraphs": text.paragraphs, "language": tag(text.language).split("-")[0]}


def _parts(content: Content, language: str) -> Iterator[dict[str, Any]]:
    """Return the tables by whom they are of, as a reader looks for one centre or one group.

    What people wrote stands once, with the first of the groups: it is of all of them.
    """
    parts: dict[tuple[str, str], list[Table]] = {}
    for table in content["tables"]:
        parts.setdefault((table["centre"], table["group"]), []).append(table)
    stands = {(sentences.ALL, "")}  # above all parts
    for tables in parts.values():
        whom = [said(tables[0][name], language) for name in ("centre_name", "group_name")]
        own = _once(content, tables[0]["centre"], "", language, stands)
        shown = [
            _table(content, each, language)
            | {"written": _once(content, each["centre"], sentences_by_people.name_of(each), language, stands)}
            for each in tables
        ]
        yield {"name": ", ".join(whom), "written": own, "tables": shown}


def _once(
    content: Content, centre: str, table: str, language: str, stands: set[tuple[str, str]]
) -> list[dict[str, Any]]:
    if (centre, table) in stands:
        return []
    stands.add((centre, table))
    return in_print(content.get("written", []), centre, table, language)


def _table(content: Content, table: Table, language: str) -> dict[str, Any]:
    base, below = table["base"], table.get("interval_below", 0)
    rows = [
        [said(row["label"], language), _shown(row["shown"], content), share(row["shown"], base, below)]
        for row in table["rows"]
    ]
    longest = max((row["shown"] or content["class_below"] for row in table["rows"]), default=0)
    total = [_shown(base, content), ""] if has_total(table) else []
    return {
        "title": said(table["title"], language),
        "heads": [_("Category"), _("How many"), *([_("Per cent")] if rows and base is not None else [])],
        "rows": rows or ([[_("Total"), *total]] if total else []),
        "base": [[_("Total that percentages are of"), *total]] if rows and total else [],
        # What each row shows as a bar, in parts of the longest; the class of the small as far as it reaches, hatched.
        "bars": [_bar(row["shown"], content["class_below"], longest) for row in table["rows"]],
        "note": reader_notes.note(content, table),
    }


def _bar(shown: int | None, below: int, longest: int) -> dict[str, object]:
    return {"length": (below if shown is None else shown) / max(longest, 1), "hatched": shown is None}


def _shown(value: int | None, content: Content) -> str:
    return small(content) if value is None else formats.number_format(value, use_l10n=True, force_grouping=True)
