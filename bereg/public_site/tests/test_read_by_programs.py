"""What programs read: stable addresses, the feed, the map of the site, the catalogue, and where weaknesses go."""

import json
import re
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from bereg.core.context import COPY
from bereg.publications.models import Release
from bereg.publications.tests.released import PERIOD, publish

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def year(db: None, settings: Any) -> Release:
    """A published year, of a server that says where the public finds it."""
    settings.ADDRESS = "https://help.example.org"
    return publish()


@pytest.mark.parametrize("name", ["figures.csv", "names.csv", "datapackage.json", "figures.json", "figures.pdf"])
def test_the_latest_report_has_addresses_that_stay(client: Client, year: Release, name: str) -> None:
    latest = client.get(f"/en/figures/latest/{name}")
    assert latest.status_code == 200
    assert latest.content == client.get(f"/en/figures/{PERIOD}/{name}").content
    assert latest["Content-Disposition"].startswith(f'attachment; filename="bereg-{PERIOD}-en')


def test_the_package_at_its_address_describes_the_files_beside_it(client: Client, year: Release) -> None:
    package = client.get("/en/figures/latest/datapackage.json").json()
    paths = [each["path"] for each in package["resources"]]
    assert [client.get(f"/en/figures/latest/{path}").status_code for path in paths] == [200, 200]


def test_the_document_says_no_number_of_what_is_too_small(client: Client, year: Release) -> None:
    found = client.get("/en/figures/latest/figures.json").json()
    women = next(each for each in found["tables"] if (each["id"], each["group"]) == ("gender", "foreigners"))
    assert women["rows"][0] | {"label": ""} == {
        "code": "female",
        "label": "",
        "shown": None,
        "percent": None,
        "percent_interval": None,
    }
    assert (found["below"], found["period"]) == (10, "2007-05/2008-04")


def test_before_anything_is_published_nothing_is_the_latest(client: Client, db: None) -> None:
    assert client.get("/en/figures/latest/").status_code == 404
    assert client.get("/en/figures/latest/figures.csv").status_code == 404
    assert ElementTree.fromstring(client.get("/en/figures/feed.atom").content).find(f"{ATOM}entry") is None


def test_the_feed_has_an_entry_for_each_report(client: Client, year: Release) -> None:
    entry = ElementTree.fromstring(client.get("/ru/figures/feed.atom").content).find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"https://help.example.org/ru/figures/{PERIOD}/"
    assert entry.findtext(f"{ATOM}id") == year.pk.urn


def test_the_map_leads_to_public_pages_alone_in_each_language(client: Client, year: Release) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [each.text or "" for each in root.iter(f"{MAP}loc")]
    assert len(found) == 4 * 3
    assert all(re.match(r"https://help\.example\.org/(ru|en|uz|tg)/(figures/|$)", each) for each in found)
    assert [client.get(each.removeprefix("https://help.example.org")).status_code for each in found] == [200] * 12


def test_robots_are_told_of_no_page_for_staff(client: Client, db: None) -> None:
    said = client.get("/robots.txt").content.decode()
    assert re.findall("^Allow: (.*)$", said, re.MULTILINE) == ["/$", "/ru/", "/uz/", "/tg/", "/en/", "/static/"]
    assert re.findall("^Disallow: (.*)$", said, re.MULTILINE) == ["/"]


def test_a_weakness_has_an_address_only_where_one_is_set(client: Client, db: None, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org\n" in said
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", said, re.MULTILINE)


def test_the_catalogue_names_each_file_of_each_report(client: Client, year: Release, settings: Any) -> None:
    settings.PUBLISHER = "Invented Network"
    answer = client.get("/en/figures/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    one = json.loads(answer.content)["dcat:dataset"][0]
    assert one["dct:publisher"]["foaf:name"] == "Invented Network"
    files = [
        each["dcat:downloadURL"]["@id"].removeprefix("https://help.example.org") for each in one["dcat:distribution"]
    ]
    assert f"/en/figures/{PERIOD}/figures.csv" in files
    assert {client.get(each).status_code for each in files} == {200}


BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def test_the_page_of_a_report_describes_it_as_a_data_set(client: Client, year: Release, settings: Any) -> None:
    settings.PUBLISHER = "</script><b>Invented & Network"  # no name ends the element
    [block] = BLOCK.findall(client.get(f"/en/figures/{PERIOD}/").content.decode())
    described = json.loads(block)
    assert (described["@type"], described["url"]) == ("Dataset", f"https://help.example.org/en/figures/{PERIOD}/")
    assert described["creator"]["name"] == settings.PUBLISHER
    assert described["temporalCoverage"] == "2007-05-01/2008-04-30"
    files = [each["contentUrl"].removeprefix("https://help.example.org") for each in described["distribution"]]
    assert {client.get(each).status_code for each in files} == {200}


def test_a_page_with_no_address_of_its_own_describes_nothing(client: Client, year: Release, settings: Any) -> None:
    settings.ADDRESS = ""
    client.defaults[COPY] = "1"
    assert not BLOCK.findall(client.get(f"/en/figures/{PERIOD}/").content.decode())


def test_each_page_names_itself_in_every_language(client: Client, year: Release) -> None:
    html = client.get(f"/en/figures/{PERIOD}/people/").content.decode()
    assert f'<link rel="canonical" href="https://help.example.org/en/figures/{PERIOD}/people/">' in html
    assert re.findall(r'<link rel="alternate" hreflang="([^"]*)"', html) == ["ru", "uz-Latn", "tg", "en"]
