"""The public figures: the latest report at once, its charts, its tables one by one, in four languages."""

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bereg.public_site.themes import by_theme
from bereg.publications.models import Release
from bereg.publications.tests.released import PERIOD, content, publish

LANGUAGES = [language for language, _name in settings.PUBLIC_LANGUAGES]
OF_PERIOD = ("", "questions/", "people/", "work/", "ways/", "centre-shore/", "all/gender/")
PAGES = ("", "figures/", "figures/choose/?table=gender", *(f"figures/{PERIOD}/{each}" for each in OF_PERIOD))


@pytest.fixture
def year(db: None) -> Release:
    """A published year."""
    return publish()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def said(html: str) -> str:
    """Return what a page says to somebody who reads its own language: what is marked as another one is left out."""
    body = html.partition("<body")[2].partition(">")[2]
    body = re.sub(r"<(a|span|code|script)\b[^>]*\blang=[^>]*>.*?</\1>|<code>.*?</code>", " ", body)
    shown = re.sub(r"<[^>]*?(?:alt|aria-label|label)=\"([^\"]*)\"[^>]*>", r" \1 ", body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", shown))


def chart_of(html: str, name: str = "all/gender") -> str:
    found = re.search(rf'src="([^"]*/light/{name}\.svg)"', html)
    assert found
    return found[1]


def test_the_latest_report_is_there_at_once(client: Client, year: Release) -> None:
    publish(content(first="2008-04", last="2008-04", countries=None), date(2008, 3, 1), date(2008, 3, 1))
    html = page(client, "/en/figures/")
    assert "From May 2007 to April 2008 people turned to the centres about 1,000 times" in html
    assert "The most frequent topics were “Quotas” (29%) and “Police” (20%)." in html
    assert "51% of foreigners who answered had no work permit" in html
    assert html.index("about 1,000 times") < html.index("March 2008")
    assert year.digest in html


def test_every_table_has_its_chart_by_day_and_by_night(client: Client, year: Release) -> None:
    html = "".join(page(client, f"/tg/figures/{PERIOD}/{each}") for each in OF_PERIOD[1:-1])
    tables = re.findall(r'class="report-table[^>]*id="([^"]*)"', html)
    assert tables == ["all-topic", "all-gender", "all-work_permit", "all-totals", "shore-totals", "shore-gender"]
    addresses = [each for each in re.findall(r'src="([^"]*\.svg)"', html) if "/figures/" in each]
    assert len(addresses) == 2 * len(tables)
    for address in addresses:
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert {"public", "immutable"} <= set(answer.headers["Cache-Control"].split(", "))
    drawn = client.get(chart_of(html)).content.decode()
    assert {"зан", "мард", "207", "&lt;10"} <= set(re.findall(r"<text[^>]*>([^<]*)<", drawn))


def test_a_group_that_has_nobody_beside_it_is_not_drawn_alone(client: Client, db: None) -> None:
    """Where the foreigners of a table were left out, its chart shows everybody."""
    out = ("gender", "foreigners")
    publish(content() | {"tables": [each for each in content()["tables"] if (each["id"], each["group"]) != out]})
    html = page(client, f"/en/figures/{PERIOD}/people/")
    drawn = client.get(chart_of(html)).content.decode()
    assert {"600", "400"} <= set(re.findall(r"<text[^>]*>([^<]*)<", drawn))
    assert "207" not in drawn
    html = page(client, f"/en/figures/{PERIOD}/work/")
    alone = client.get(chart_of(html, "all/work_permit")).content.decode()
    assert {"235", "245"} <= set(re.findall(r"<text[^>]*>([^<]*)<", alone))


def test_what_is_left_out_is_named(client: Client, year: Release) -> None:
    assert "Shore: these tables are left out, so that nobody can be recognised in them: Topics." in page(
        client, "/en/figures/"
    )


def test_a_chart_that_browsers_keep_for_good_is_known_by_the_release(client: Client, year: Release) -> None:
    address = chart_of(page(client, f"/en/figures/{PERIOD}/people/"))
    assert year.digest[:16] in address
    assert client.get(address.replace(year.digest[:16], "0" * 16)).status_code == 404
    assert client.get(address.replace("all/gender", "all/nothing")).status_code == 404
    Release.objects.update(content=year.content.replace("600", "601"))
    assert client.get(address).status_code == 503
    Release.objects.update(withdrawn_at=year.prepared_at, withdrawn_because="figures")
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_all_in_its_language(client: Client, centre: Any, year: Release, language: str) -> None:
    """A text that is left in another one would be in other letters; names of files, digests and the line are not."""
    centre.names = {"ru": "Берег", "en": "Shore", "uz": "Sohil", "tg": "Соҳил"}
    centre.save()
    other = {"ru": "[A-Za-z]{3,}", "tg": "[A-Za-z]{3,}", "uz": "[А-яЁё]+", "en": "[А-яЁё]+"}[language]
    known = {"PDF", "XLSX", "CSV", "SDMX", "JSON", "SHA", "Esc", "http", "testserver", "Europe", "Moscow", "figures"}
    known |= {"names", "datapackage", "json", "Atom", "DCAT"}
    for address in PAGES:
        html = page(client, f"/{language}/{address}")
        assert f'<html lang="{"uz-Latn" if language == "uz" else language}"' in html
        words = re.findall(other, re.sub(r"http\S+|\S+@\S+", " ", said(html)))
        assert set(words) <= known | {"pdf", "xlsx", "csv", "sdmx", "zip"}, address


@pytest.mark.parametrize(("language", "said"), [("uz", "ona tilida"), ("tg", "соҳибзабон"), ("ru", ""), ("en", "")])
def test_a_translation_that_awaits_a_native_reader_says_so(client: Client, db: None, language: str, said: str) -> None:
    html = page(client, f"/{language}/figures/")
    assert ("awaits-reader" in html) == bool(said)
    assert said in html


def test_a_release_of_before_speaks_russian_where_it_has_no_uzbek_and_says_so(client: Client, db: None) -> None:
    """It was frozen when there were two languages; its digest is of that, and stays."""
    old = publish(content("en ru"))
    assert "2007-yil may oyidan" in page(client, "/uz/figures/")
    assert '<span lang="ru">женский</span>' in page(client, f"/uz/figures/{PERIOD}/people/")
    english = publish(content("en", first="2008-06", last="2008-06"), date(2008, 6, 1), date(2008, 6, 1))
    assert '<span lang="en">female</span>' in page(client, "/tg/figures/2008-06/people/")
    for each in (old, english):
        kept = each.content, each.digest
        each.refresh_from_db()
        assert (each.content, each.digest) == kept
    file = client.get(f"/uz/figures/{PERIOD}/figures.pdf")
    assert file.content.startswith(b"%PDF")
    assert file.headers["Cache-Control"] == "public, max-age=60"


def offered(html: str, name: str) -> list[str]:
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"', select[0]) if select else []


def test_only_what_was_published_is_offered(client: Client, year: Release) -> None:
    """A month without work permits, a centre that was too small: no such line is there to be chosen."""
    tables = [each for each in content()["tables"] if each["id"] in {"enquiries", "gender"}]
    publish(content(first="2008-05", last="2008-05") | {"tables": tables}, date(2008, 5, 1), date(2008, 5, 1))
    first = page(client, "/en/figures/choose/")
    assert offered(first, "table") == ["totals", "gender", "work_permit", "topic"]
    assert offered(first, "at") == []
    assert offered(page(client, "/en/figures/choose/?table=work_permit"), "at") == [f"{PERIOD}.all"]
    places = offered(page(client, "/en/figures/choose/?table=gender"), "at")
    assert sorted(places) == sorted([f"{PERIOD}.all", f"{PERIOD}.shore", "2008-05.all", "2008-05.shore"])
    for each in places:
        answer = client.get("/en/figures/choose/", {"table": "gender", "at": each})
        assert answer.status_code == 302
        assert "Gender" in page(client, answer.headers["Location"])


@pytest.mark.parametrize(
    "address",
    [
        "choose/?table=nothing",
        "choose/?table=work_permit&at=2008-05.all",
        f"choose/?table=topic&at={PERIOD}.shore",
        f"{PERIOD}/shore/topic/",
        f"{PERIOD}/nowhere/gender/",
        f"{PERIOD}/sources/",
        f"{PERIOD}/centre-nowhere/",
        f"{PERIOD}/centre-all/",
        "2001-01/",
        "2001-13/all/gender/",
    ],
)
def test_what_was_not_published_has_a_way_back(client: Client, year: Release, address: str) -> None:
    html = page(client, f"/uz/figures/{address}", 404)
    assert 'href="/uz/figures/"' in html
    assert "eʼlon qilinmagan" in html
    assert offered(html, "table")


def test_what_was_withdrawn_or_changed_is_not_offered(client: Client, year: Release) -> None:
    Release.objects.update(content=year.content.replace("600", "601"))
    assert offered(page(client, "/en/figures/choose/"), "table") == []
    assert "cannot be shown now" in page(client, "/en/figures/")
    for each in OF_PERIOD:
        page(client, f"/en/figures/{PERIOD}/{each}", 503)
    Release.objects.update(content=year.content, withdrawn_at=year.prepared_at, withdrawn_because="figures")
    assert offered(page(client, "/en/figures/choose/"), "table") == []
    for each in OF_PERIOD:
        page(client, f"/en/figures/{PERIOD}/{each}", 410)


def test_a_share_of_somebody_is_never_nothing(client: Client, db: None) -> None:
    tables = [each for each in content()["tables"] if each["id"] == "gender" and each["group"] == "all"]
    tables[0]["base"], tables[0]["rows"][0]["shown"] = 5000, 12
    publish(content() | {"tables": tables})
    html = page(client, f"/en/figures/{PERIOD}/all/gender/")
    assert "&lt;1%" in html
    assert "&lt;1% of people who answered were women" in html
    assert ">0%" not in html


def test_the_more_was_published_the_longer_no_page_reads(client: Client, year: Release) -> None:
    """What all releases say is long: a page reads its own, and what others offer was read once."""

    def read(address: str) -> int:
        page(client, address)
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        return sum('"content"' in each["sql"] for each in asked.captured_queries)

    addresses = ("/en/figures/", "/en/figures/choose/?table=gender", f"/en/figures/{PERIOD}/all/gender/")
    before = [read(address) for address in addresses]
    for month in (1, 2, 3):
        publish(content(first=f"2008-0{month}", last=f"2008-0{month}", countries=None), *[date(2008, month, 1)] * 2)
    assert [read(address) for address in addresses] == before == [1, 0, 1]


def test_a_table_that_no_subject_names_is_not_lost() -> None:
    assert by_theme({"gender": 1, "shoe_size": 2}) == {"people": [("gender", 1)], "more": [("shoe_size", 2)]}


def test_shares_that_do_not_add_up_say_why(client: Client, year: Release) -> None:
    why = "The shares do not add up to exactly 100%"
    assert why not in page(client, f"/en/figures/{PERIOD}/work/")
    assert "One enquiry may be about several topics" in page(client, f"/en/figures/{PERIOD}/questions/")
    tables = [each for each in content()["tables"] if each["id"] == "gender" and each["group"] == "all"]
    tables[0]["rows"][0]["shown"] = 580
    publish(content(first="2008-05", last="2008-05") | {"tables": tables}, date(2008, 5, 1), date(2008, 5, 1))
    assert why in page(client, "/en/figures/2008-05/people/")


def test_the_first_answer_is_on_the_first_screen_and_downloads_before_all_tables(client: Client, year: Release) -> None:
    html = page(client, "/en/figures/")
    order = [html.index(each) for each in ("about 1,000 times", "figures.pdf", "51%", "All figures by subject")]
    assert order == sorted(order)
    assert "<table" not in html
