"""Who publishes stands in every file and on every page, where the installation says who that is."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from bereg.publications.content import write
from bereg.publications.doctor import findings
from bereg.publications.files import made
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.tests.released import publish

NAME, ADDRESS = "Invented Network of Centres", "https://network.example.org"


@pytest.fixture
def named(settings: Any, tmp_path: Path) -> None:
    """A publisher with a name, an address and a logo."""
    logo = tmp_path / "logo.png"
    Image.new("RGB", (900, 300), "teal").save(logo)
    settings.PUBLISHER, settings.PUBLISHER_ADDRESS, settings.PUBLISHER_LOGO = NAME, ADDRESS, logo


def file(name: str) -> bytes:
    return made(name, write(content()), "en")


def test_each_file_names_its_source(named: None) -> None:
    pages = PdfReader(io.BytesIO(file("figures.pdf"))).pages
    assert f"{NAME} · {ADDRESS}" in pages[0].extract_text()
    assert len(pages[0].images) == 1
    book = load_workbook(io.BytesIO(file("figures.xlsx")))
    with zipfile.ZipFile(io.BytesIO(file("figures.xlsx"))) as packed:
        pictures = [each for each in packed.namelist() if each.startswith("xl/media/")]
    assert (book.properties.creator, len(pictures)) == (NAME, 1)
    assert any(f"Source: {NAME}, {ADDRESS}" in str(cell.value) for cell in book.worksheets[0]["A"])
    package = json.loads(file("datapackage.json"))
    assert package["contributors"] == [{"title": NAME, "role": "publisher", "path": ADDRESS}]
    assert package["sources"] == [{"title": NAME, "path": ADDRESS}]
    assert json.loads(file("figures.json"))["publisher"] == {"name": NAME, "address": ADDRESS}
    with zipfile.ZipFile(io.BytesIO(file("figures-sdmx.zip"))) as packed:
        assert any(NAME in packed.read(each).decode() for each in packed.namelist())


def test_without_a_publisher_nobody_is_named(settings: Any) -> None:
    settings.PUBLISHER = ""
    assert json.loads(file("figures.json"))["publisher"] is None
    assert "contributors" not in json.loads(file("datapackage.json"))
    assert "Source:" not in PdfReader(io.BytesIO(file("figures.pdf"))).pages[0].extract_text()


@pytest.mark.django_db
def test_the_pages_show_name_and_logo(client: Client, named: None) -> None:
    publish()
    html = client.get("/en/figures/").content.decode()
    assert f"Source: {NAME}, {ADDRESS}." in html
    address = html.partition('class="publisher"')[2].partition('src="')[2].partition('"')[0]
    picture = client.get(address)
    assert (picture["Content-Type"], Image.open(io.BytesIO(picture.content)).width) == ("image/png", 480)
    assert client.get(address.replace("publisher-", "publisher-0")[:-1]).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"no picture"], ids=["gone", "broken"])
def test_a_logo_that_cannot_be_shown_hides_no_figures_and_is_told(
    client: Client, named: None, settings: Any, content: bytes | None
) -> None:
    if content is None:
        settings.PUBLISHER_LOGO.unlink()
    else:
        settings.PUBLISHER_LOGO.write_bytes(content)
    publish()
    html = client.get("/en/figures/").content.decode()
    assert f"Source: {NAME}, {ADDRESS}." in html
    assert "publisher-" not in html.partition('class="publisher"')[2]
    assert file("figures.pdf").startswith(b"%PDF")
    assert [finding.code for finding in findings()] == ["logo"]


def test_with_a_good_logo_or_none_nothing_is_told(named: None, settings: Any) -> None:
    assert list(findings()) == []
    settings.PUBLISHER_LOGO = None
    assert list(findings()) == []


def test_a_file_that_is_the_same_in_every_language_is_made_once(settings: Any) -> None:
    settings.PUBLISHER = "Made once"
    text = write(content())
    assert made("figures.csv", text, "ru") is made("figures.csv", text, "tg")
    assert made("figures.pdf", text, "ru") != made("figures.pdf", text, "tg")
