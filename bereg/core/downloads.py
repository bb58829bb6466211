"""Files that a view hands out: saved, never shown, and shut off from the program's own pages should one be opened."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bereg.core.text_normalisation import normalise

CSV, PDF = "text/csv; charset=utf-8", "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
LONGEST_NAME = 120


def attachment(content: bytes | str, *, name: str, kind: str) -> HttpResponse:
    """Return the answer that hands out a file."""
    return HttpResponse(content, content_type=kind, headers=_headers(name))


def safe_name(name: str) -> str:
    """Return a file's name without folders, controls or a hidden ending."""
    plain = normalise(name).replace("\\", "/").rpartition("/")[2]
    plain = " ".join(plain.split()).lstrip(".").replace('"', "")
    start, dot, ending = plain.rpartition(".")
    if len(plain) <= LONGEST_NAME:
        return plain or "file"
    return start[: LONGEST_NAME - 1 - len(ending)] + dot + ending if len(ending) < 10 else plain[:LONGEST_NAME]


def _headers(name: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=safe_name(name))
    return {"Content-Disposition": disposition or "attachment", "Cache-Control": "no-store"}
