"""The sheet of a campaign: each material with its code and the QR picture of its address, for whoever designs it."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import qrcode  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from bereg.campaigns.models import Campaign, Material
from bereg.campaigns.public_address import path_of
from bereg.core.languages import tag
from bereg.core.tagged_pdf import STANDARD, compiled, printable

TEMPLATE = Path(__file__).with_name("codes.typ")
Absolute = Callable[[str], str]


@dataclass(frozen=True)
class SheetRow:
    """One material on the sheet."""

    material: Material
    address: str
    picture: str  # SVG


def rows(materials: Iterable[Material], absolute: Absolute) -> list[SheetRow]:
    """Return the rows of a sheet."""
    return [SheetRow(each, absolute(path_of(each)), drawn(absolute(path_of(each)))) for each in materials]


def drawn(address: str) -> str:
    """Draw an address as a QR picture: black on white, whatever the page around it."""
    file = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=4).save(file)
    return file.getvalue().decode()


def pdf(campaign: Campaign, shown: Iterable[SheetRow], language: str) -> bytes:
    """Print a sheet."""
    said = {
        "language": tag(language).partition("-")[0],
        "title": _("Codes of “%(campaign)s”") % {"campaign": campaign.name},
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "rows": [_said(each) for each in shown],
    }
    pictures = {"pictures": [each.picture for each in shown]}
    made: bytes = compiled(TEMPLATE, printable(said) | pictures, format="pdf", pdf_standards=STANDARD)
    return made


def _said(row: SheetRow) -> dict[str, str]:
    each = row.material
    about = (each.get_kind_display(), each.get_language_display(), each.edition)
    return {
        "name": each.name,
        "code": each.code,
        "address": row.address,
        "about": " · ".join(str(part) for part in about if part),
        "alt": _("QR picture of %(address)s") % {"address": row.address},
    }
