"""Services, the list of agencies and quotas, for everybody: by region, in four languages, never more than 50 kB."""

import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.context import COPY
from bereg.public_site import index
from bereg.public_site.tests.in_force import day, put_in_force
from bereg.publications.tests.released import PERIOD, publish
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.register_lists import compare, take_in
from bereg.reference.texts import Text

pytestmark = pytest.mark.once("what a public page says of entries does not depend on the database")
NOON = dt.datetime(2008, 11, 25, 9, 0, tzinfo=dt.UTC)  # a Tuesday, 12:00 in Moscow
LONGEST = 50_000
CANARY = "canary-street-4"
LANGUAGES = ("ru", "uz", "tg", "en")
HOURS = {str(weekday): [["09:00", "18:00"]] for weekday in range(5)}


def service(title: str, content: dict[str, Any] | None = None, **more: Any) -> Any:
    held = {"sort": "ngo", "phones": ["8 800 000 00 21"], "cost": "free", "languages": ["ru", "uz"]} | (content or {})
    return put_in_force("service", {"en": Text(title)}, held, **more)


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert not answer.cookies
    assert "max-age=" in answer["Cache-Control"]
    assert len(answer.content) <= LONGEST, (address, len(answer.content))
    return re.sub(r"\s+", " ", answer.content.decode())


def described(page: str) -> list[dict[str, Any]]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return list(json.loads(block)["@graph"])


def test_a_translation_older_than_its_text_says_so(client: Client, centre: Centre) -> None:
    texts = {"ru": Text("Служба", body="Плата 200", of=1), "uz": Text("Xizmat", body="Haq 100", of=1)}
    version = put_in_force("service", texts, {"sort": "ngo"}).versions.get()
    version.texts["ru"]["of"] = 2
    version.save()
    page = said(client, "/uz/services/")
    with override("uz"):
        assert gettext("This translation is older than the text that it translates.") in page


@time_machine.travel(NOON, tick=False)
def test_a_day_that_no_calendar_has_takes_no_page_away(client: Client, centre: Centre) -> None:
    service("Checked some day", {"verified_on": "2008-02-30"})
    assert "Checked some day" in said(client, "/en/services/")


@time_machine.travel(NOON, tick=False)
def test_services_are_found_by_region_language_and_whether_they_are_open(client: Client, centre: Centre) -> None:
    hours = {"hours": HOURS, "zone": "Europe/Moscow"}
    service("Open here", hours, regions=("RU-AST",))
    service("Closed here", {"hours": {"6": [["09:00", "10:00"]]}, "zone": "Europe/Moscow"}, regions=("RU-AST",))
    service("In Karelia", {"languages": ["ru", "fr"]}, regions=("RU-KR",))
    service("Everywhere", {"sort": "state"})
    names = ("Open here", "Closed here", "In Karelia", "Everywhere")
    for query, found in (
        ("", names),
        ("?region=RU-AST", ("Open here", "Closed here", "Everywhere")),
        ("RU-AST/?open=1", ("Open here",)),
        ("?language=fr", ("In Karelia",)),
        ("?region=nothing&language=xx", names),
    ):
        page = said(client, f"/en/services/{query}")
        assert [each for each in names if f"<h2>{each}</h2>" in page] == list(found), query
    page = said(client, "/en/services/?region=RU-AST")
    assert page.index("Open here") < page.index("Everywhere")
    assert "Open now, until 18:00" in page
    assert 'href="tel:88000000021"' in page
    kinds = {each["name"]: each["@type"] for each in described(page)}
    assert kinds == {"Open here": "Service", "Closed here": "Service", "Everywhere": "GovernmentService"}
    assert client.get("/en/services/RU-MOW/").status_code == 404


@time_machine.travel(NOON, tick=False)
def test_more_services_take_no_more_queries(client: Client, centre: Centre) -> None:
    closed = {"hours": {"6": [["09:00", "10:00"]]}, "zone": "Europe/Moscow"}
    queries = []
    for number in range(3):
        above = put_in_force("organisation", {"en": Text(f"Invented house {number}")}, {"sort": "ngo"})
        service(f"Soup {number}", {"organisation": str(above.pk).upper(), **closed})
        for address in ("/en/services/", "/en/services/?open=1"):
            said(client, address)  # the index is read anew
            with CaptureQueriesContext(connection) as captured:
                page = said(client, address)
            queries.append(len(captured))
            assert (f"<bdi>Invented house {number}</bdi>" in page) is ("open" not in address)
    assert queries[2:] == queries[:2] * 2


def test_a_region_that_is_none_leads_on_as_any(client: Client, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_BYTES", 1)
    for title in ("First", "Second"):
        service(title, regions=("RU-AST",))
    assert 'href="/en/services/from-2/"' in said(client, "/en/services/?region=x")


@time_machine.travel(NOON, tick=False)
def test_where_a_shelter_is_stands_nowhere(client: Client, centre: Centre) -> None:
    """Nor what staff alone see, nor a service that names a shelter as its organisation."""
    hidden = {"address": {"en": CANARY}, "hours": HOURS, "zone": "Europe/Moscow"}
    shelter = put_in_force("organisation", {"en": Text(f"Shelter {CANARY}")}, {"sort": "shelter", **hidden})
    service(f"Beds {CANARY}", {"sort": "shelter", **hidden}, regions=("RU-AST",))
    service(f"Of staff {CANARY}", hidden, is_public=False)
    service(f"Not to be referred to {CANARY}", {"do_not_refer": "It asks for money.", **hidden})
    service(f"Soup {CANARY}", {"organisation": str(shelter.pk)})
    shelter.versions.update(is_public=True)  # even should somebody change it in the database
    shown = ["services/", "services/RU-AST/", "services.hsds.json", "", "help/", "agencies/", "quotas/"]
    for address in [f"/{language}/{each}" for language in LANGUAGES for each in shown] + ["/sitemap.xml"]:
        answer = client.get(address)
        assert CANARY not in answer.content.decode(), address
        assert str(shelter.pk) not in answer.content.decode(), address


def test_a_page_of_many_long_entries_stays_small_and_leads_to_all_the_others(client: Client, centre: Centre) -> None:
    words = "Очень длинные слова о том, кому и чем здесь помогают. " * 9
    by_language = dict.fromkeys(LANGUAGES, words)
    content = dict.fromkeys(("address", "fee", "eligibility", "how"), by_language)
    for number in range(40):
        texts = {"ru": Text(f"Служба {number:02} " + "с именем " * 15, body=words * 9)}
        put_in_force("service", texts, {"sort": "ngo", "languages": ["ru"], **content}, regions=("RU-AST",))
    address, seen = "/ru/services/RU-AST/?language=ru", list[str]()
    while address:
        page = said(client, address)
        seen += re.findall(r"Служба (\d\d)", re.sub(r"<script.*?</script>", "", page))
        following = re.search(r'<a class="on" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"{number:02}" for number in range(40)]
    assert client.get("/ru/services/RU-AST/from-41/").status_code == 404


def agencies(by: User, *names: str, on: str = "2008-11-01", **more: Any) -> None:
    """Take a list of agencies in."""
    incoming = [
        Incoming(
            name,
            EntryDraft(
                "ru",
                {"ru": Text(name)},
                {"licence": f"Л-{at:05}", "status": "licensed", "until": "2009-06-01"} | more,
                is_public=True,
            ),
        )
        for at, name in enumerate(names)
    ]
    difference = compare("agency", Reading(incoming, is_whole=True))
    take_in(difference, source="Выдуманный перечень", as_of=day(on), by=by)


@time_machine.travel(NOON, tick=False)
def test_an_agency_is_on_the_list_or_not_and_never_a_fraud(client: Client, centre: Centre, operator: User) -> None:
    agencies(operator, "Вымысел-Сервис", "Ушедшее агентство", on="2008-10-01")
    agencies(operator, "Вымысел-Сервис", "Вторая выдумка")
    for typed in ("вымысел сервис", "Vymysel-Servis", "Л-00000"):
        page = said(client, f"/en/agencies/?name={typed}")
        assert "On the list of 1 November 2008: licence Л-00000" in page, typed
        assert "is not on the list" not in page, typed
    page = said(client, "/en/agencies/?name=Ушедшее+агентство")
    assert "not on the list of 1 November 2008; it was on the list of 1 October 2008" in page
    page = said(client, "/en/agencies/?name=Nobody+<b>at</b>+all")
    assert "is not on the list of 1 November 2008" in page
    assert "<b>at" not in page
    whole = said(client, "/en/agencies/")
    assert whole.index("Вторая выдумка") < whole.index("Вымысел-Сервис")
    assert "Ушедшее агентство" not in whole
    assert "The list of 1 November 2008" in whole
    for language in LANGUAGES:
        assert "fraud" not in said(client, f"/{language}/agencies/").casefold()


def test_the_whole_list_of_agencies_goes_over_pages_of_paper(client: Client, centre: Centre, operator: User) -> None:
    agencies(operator, *(f"Агентство {number:04} с выдуманным названием" for number in range(500)))
    address, seen = "/tg/agencies/", list[str]()
    while address:
        page = said(client, address)
        seen += re.findall(r"<bdi>Агентство (\d{4})", page)
        following = re.search(r'<a class="on" href="([^"]+)"', page)
        address = following[1] if following else ""
    assert seen == [f"{number:04}" for number in range(500)]


def quota(region: str, granted: int, used: int) -> None:
    months = {"2008-11": {"granted": granted, "used": used, "source": "Выдуманная служба"}}
    content = {"region": region, "scheme": "isco-08", "occupation": "7112", "months": months}
    put_in_force("quota", {"ru": Text("Квота")}, content, regions=(region,))


def test_quotas_of_a_region_are_lines_and_red_when_old(client: Client, centre: Centre) -> None:
    quota("RU-AST", 900, 780)
    quota("RU-KR", 100, 100)
    with time_machine.travel(NOON, tick=False):
        page = said(client, "/en/quotas/RU-AST/")
        assert "120 of 900 left on 1 November" in page
        assert "Выдуманная служба" in page
        assert "late-word" not in page
        assert "no places left" in said(client, "/en/quotas/?region=RU-KR")
        assert 'href="/en/quotas/"' in said(client, "/en/")
        assert client.get("/en/quotas/RU-MOW/").status_code == 404
    with time_machine.travel(dt.datetime(2008, 12, 25, tzinfo=dt.UTC), tick=False):
        assert '<strong class="late-word">' in said(client, "/en/quotas/RU-AST/")


def test_a_copy_of_a_page_asks_nothing_and_says_nothing_of_now(client: Client, centre: Centre) -> None:
    service("Open here", {"hours": HOURS, "zone": "Europe/Moscow"}, regions=("RU-AST",))
    quota("RU-AST", 900, 780)
    client.defaults[COPY] = "1"
    for address in ("/en/services/", "/en/quotas/", "/en/agencies/"):
        page = said(client, address)
        assert "<form" not in page
        assert "Open now" not in page
    assert 'href="/en/services/RU-AST/"' in said(client, "/en/services/")
    assert 'href="/en/quotas/RU-AST/"' in said(client, "/en/quotas/")


def test_the_figures_lead_to_what_can_be_looked_up(client: Client, centre: Centre) -> None:
    publish()
    quota("RU-AST", 900, 780)
    for address in (
        "/en/figures/",
        f"/en/figures/{PERIOD}/",
        f"/en/figures/{PERIOD}/all/gender/",
        "/en/figures/choose/",
    ):
        page = client.get(address).content.decode()
        assert 'href="/en/quotas/"' in page, address
        assert 'href=""' not in page, address
