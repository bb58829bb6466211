"""A sample document that was filled in, as a PDF in two languages."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.core.languages import tag
from bereg.core.tagged_pdf import STANDARD, compiled, printable
from bereg.guides.fill_form import FillForm
from bereg.guides.filled_document import filled
from bereg.reference.models import EntryVersion

TEMPLATE = Path(__file__).with_name("filled_document.typ")


def pdf(version: EntryVersion, form: FillForm, pair: tuple[str, str]) -> bytes:
    """Print a document. form: valid. pair: languages that stand beside each other; the same twice: it alone."""
    languages = list(dict.fromkeys(pair))
    columns = []
    for language in languages:
        text = version.text(language)
        paragraphs = filled(text.body, form.blanks, form.typed(language))
        columns.append(
            {
                "language": tag(language).partition("-")[0],
                "title": text.title,
                "paragraphs": [each.as_data() for each in paragraphs],
            }
        )
    with override(languages[0]):
        page = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    title = " · ".join(dict.fromkeys(str(column["title"]) for column in columns))
    made: bytes = compiled(
        TEMPLATE, printable({"title": title, "page": page, "columns": columns}), format="pdf", pdf_standards=STANDARD
    )
    return made
