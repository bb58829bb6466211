"""What a page on which a sample document is filled in answers, whoever's page it is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from bereg.centres.languages import Language
from bereg.core.downloads import PDF, attachment
from bereg.guides.fill_form import FillForm, pairs_of
from bereg.guides.filled_document import explanation_of
from bereg.guides.filled_document_pdf import pdf
from bereg.reference.models import EntryVersion


@dataclass(frozen=True)
class Answer:
    """Either the file, or what the page shows: `guides/fill_fields.html` takes its context."""

    file: HttpResponse | None
    context: dict[str, Any]
    status: int = 200


def answer(version: EntryVersion, language: str, request: HttpRequest) -> Answer:
    """Answer a request for a document in a language: GET with its empty fields, POST with the file or what is wrong."""
    text, pairs = version.text(language), pairs_of(version)
    form = FillForm(version, language, request.POST if request.method == "POST" else None)
    pair = _chosen(pairs, request.POST.get("second", language))
    context = {
        "form": form,
        "text": text,
        "explanation": explanation_of(text.body),
        "pairs": [(other, f"{_name(first)} + {_name(other)}") for first, other in pairs],
        "second": pair[1],
    }
    if request.method != "POST":
        return Answer(None, context)
    if not form.is_valid():
        return Answer(None, context, status=422)
    return Answer(attachment(pdf(version, form, pair), name=f"{text.title}.pdf", kind=PDF), context)


def _chosen(pairs: list[tuple[str, str]], second: str) -> tuple[str, str]:
    """Return the pair with a language beside the first, else the first pair."""
    return next((pair for pair in pairs if pair[1] == second), pairs[0])


def _name(language: str) -> str:
    return str(Language(language).label) if language in Language.values else language
