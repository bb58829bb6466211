"""A letter exactly as it leaves: who writes to whom, the text, the indicators, what goes along, and who signed."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.core.numbers import per_cent
from bereg.core.table_export import csv_bytes
from bereg.counting.months import Period
from bereg.directory.content import in_language
from bereg.dispatch.forms import title_of
from bereg.figure_letters.choices import FiguresKind
from bereg.figure_letters.errors import ChangedLetterError
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.releases_along import releases_with
from bereg.publications import periods
from bereg.publications.models import Release
from bereg.publications.publisher import publisher
from bereg.report import export
from bereg.report.export import ExportRequest, Taken

Paper = dict[str, Any]
CSV_TEXT = "csv"  # the exact report itself, frozen with the letter


def paper_of(letter: FigureLetter) -> Paper:
    """Return a letter as it was signed, else as it would be. Raise ChangedLetterError."""
    if not letter.content:
        return written(letter)
    if digest(letter.content) != letter.digest:
        raise ChangedLetterError
    found: Paper = json.loads(letter.content)
    return found


def frozen(letter: FigureLetter, *, signed_by: User, at: dt.datetime) -> str:
    """Return all that leaves as the text that is kept. Raise FiguresFault."""
    paper = written(letter, signed_by=signed_by, at=at)
    if letter.gets == FiguresKind.REPORT:
        paper[CSV_TEXT] = _exact(letter)
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: str) -> str:
    """Return the digest of what is kept."""
    return hashlib.sha256(content.encode()).hexdigest()


def written(letter: FigureLetter, *, signed_by: User | None = None, at: dt.datetime | None = None) -> Paper:
    """Put a letter on paper, in its own language."""
    language, version, along = letter.language, letter.organisation.published, releases_with(letter)
    with override(language):
        by = publisher()
        return {
            "language": language,
            "from": by.name if by else str(letter.centre),
            "from_address": by.address if by else "",
            "centre": str(letter.centre) if by else "",
            "to": title_of(letter.organisation, language),
            "address": in_language(version.content.get("address"), language) if version else "",
            "date": periods.on(in_zone(at, letter.centre).date()) if at else "",
            "reference": _("Our reference: %(reference)s") % {"reference": letter.reference},
            "title": _("Figures: %(period)s") % {"period": periods.named(letter.first_month, letter.last_month)},
            "text": letter.text,
            "heads": [_("Indicator"), _("Period"), _("Target"), _("Reached"), _("Share of the target")],
            "indicators": [_row(each) for each in letter.reached],
            "encloses_words": _("Enclosed"),
            "encloses": _encloses(letter, along),
            "release": "; ".join(str(each) for each in along),
            "release_digest": "; ".join(each.digest for each in along),
            "signed": str(signed_by) if signed_by else "",
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        }


def _row(reached: dict[str, str]) -> list[str]:
    first, last = (dt.date.fromisoformat(reached[name]) for name in ("first", "last"))
    target, count = Decimal(reached["target"]), Decimal(reached["reached"])
    name = f"{reached['name']} ({reached['source']})" if reached["source"] else reached["name"]
    share = per_cent(formats.number_format(round(100 * count / target), use_l10n=True))
    return [name, periods.named(first, last), _number(target), _number(count), share]


def _number(value: Decimal) -> str:
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return formats.number_format(plain, use_l10n=True, force_grouping=True)


def _encloses(letter: FigureLetter, along: list[Release]) -> list[str]:
    if along:
        return [_("Published figures: %(period)s, edition %(edition)s (PDF, XLSX)") % _edition(each) for each in along]
    words = {"period": periods.named(letter.first_month, letter.last_month)}
    if letter.gets == FiguresKind.REPORT:
        return [_("Exact figures, not for publication: %(period)s (CSV, XLSX)") % words]
    return []


def _edition(release: Release) -> dict[str, str]:
    edition = formats.number_format(release.vintage, use_l10n=True)
    return {"period": periods.named(release.first_month, release.last_month), "edition": edition}


def _exact(letter: FigureLetter) -> str:
    """Return the exact report as CSV; each line says with which letter it left."""
    wanted = ExportRequest(Period(letter.first_month, letter.last_month), letter.covered)
    taken = Taken(wanted.rows(), f"{letter.reference} {letter.pk}")
    return csv_bytes(export.lines(taken)).decode("utf-8-sig")
