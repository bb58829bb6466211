"""The files of a release, made when somebody first asks for them and kept for a while."""

import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bereg.core.downloads import PDF, WORKBOOK
from bereg.publications.content import Content, read, with_bases
from bereg.publications.publisher import Publisher, publisher
from bereg.publications.sentences_by_people import beside

KEPT = 32  # files; the public asks for the latest few
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what an archive can say of a time; so its bytes depend on its content alone
_one_at_a_time = threading.Lock()  # a PDF takes a second of a processor


@dataclass(frozen=True)
class File:
    """One kind of file: its name in an address, what it is, and how it is made, in a language or for all of them."""

    name: str
    kind: str
    make: Callable[[Content, str], bytes]
    is_translated: bool = False


def _pdf(said: Content, language: str) -> bytes:
    from bereg.publications.formats.pdf import pdf

    return pdf(said, language)


def _workbook(said: Content, language: str) -> bytes:
    from bereg.publications.formats.xlsx import xlsx

    return xlsx(said, language)


def _csv(said: Content, _language: str) -> bytes:
    from bereg.publications.formats.csv_package import csv_package

    return _packed(csv_package(said))


def _of_package(name: str) -> Callable[[Content, str], bytes]:
    """Return what makes one file of the package by itself, for a stable address of its own."""

    def make(said: Content, _language: str) -> bytes:
        from bereg.publications.formats.csv_package import csv_package

        return csv_package(said)[name]

    return make


def _json(said: Content, _language: str) -> bytes:
    from bereg.publications.formats.figures_json import figures_json

    return figures_json(said)


def _sdmx(said: Content, _language: str) -> bytes:
    from bereg.publications.formats.sdmx import sdmx

    return _packed(sdmx(said))


FILES = {
    each.name: each
    for each in (
        File("figures.pdf", PDF, _pdf, is_translated=True),
        File("figures.xlsx", WORKBOOK, _workbook, is_translated=True),
        File("figures.csv", "text/csv; charset=utf-8", _of_package("figures.csv")),
        File("names.csv", "text/csv; charset=utf-8", _of_package("names.csv")),
        File("datapackage.json", "application/json", _of_package("datapackage.json")),
        File("figures.json", "application/json", _json),
        File("figures-csv.zip", "application/zip", _csv),
        File("figures-sdmx.zip", "application/zip", _sdmx),
    )
}


def made(name: str, text: str, language: str, sentences: str = "") -> bytes:
    """Return a file of a release. Raise KeyError on a name of none.

    text: its content, which was verified. sentences: what people wrote beside it (`written.pack`).
    """
    with _one_at_a_time:
        found = FILES[name]
        spoken = language if found.is_translated else ""
        return _made(name, text, spoken, sentences, publisher(), settings.PUBLISHER_LOGO)


@lru_cache(maxsize=KEPT)
def _made(
    name: str, text: str, language: str, sentences: str, _publisher: Publisher | None, _logo: Path | None
) -> bytes:
    return FILES[name].make(beside(with_bases(read(text)), sentences), language)


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
