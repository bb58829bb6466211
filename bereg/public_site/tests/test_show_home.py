"""The public home: languages, numbers, open or closed, and nothing that follows anybody."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings

from bereg.accounts.models import User
from bereg.centres.actions import add_line, create_centre, set_hours
from bereg.centres.kinds import CentreScope, LineKind
from bereg.centres.models import Centre
from bereg.public_site.centre_cards import phone_link

THURSDAY_NOON = dt.datetime(2008, 2, 14, 9, 0, tzinfo=dt.UTC)  # 12:00 in Moscow


def text_of(client: Client, language: str = "en") -> str:
    page = client.get(f"/{language}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("ru,en;q=0.5", "/ru/"),
        ("en-GB", "/en/"),
        ("uz-UZ,ru;q=0.5", "/uz/"),
        ("fr,tg;q=0.3", "/tg/"),
        ("fr", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_front_door_leads_to_the_browser_s_language(
    client: Client, operator: User, wanted: str, address: str
) -> None:
    answer = client.get("/", headers={"accept-language": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/ru/", "/en/", "/uz/", "/tg/"])
def test_no_cookie_is_set(client: Client, desk: Client, centre: Centre, path: str) -> None:
    for browser in (client, desk):
        assert not browser.get(path).cookies


def test_any_cache_may_keep_the_page(client: Client, desk: Client, centre: Centre) -> None:
    answer = client.get("/en/")
    assert "public" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.content == desk.get("/en/").content


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (THURSDAY_NOON, "Open now, until 18:30"),
        (THURSDAY_NOON.replace(hour=3), "Closed now, opens today at 08:30"),
        (THURSDAY_NOON.replace(hour=18), "Closed now, opens tomorrow at 08:30"),
        (THURSDAY_NOON.replace(day=16), "Closed now, opens on Monday at 08:30"),
    ],
)
def test_it_says_whether_a_centre_is_open(client: Client, centre: Centre, now: dt.datetime, said: str) -> None:
    with time_machine.travel(now, tick=False):
        assert said in text_of(client)


def test_numbers_can_be_touched(client: Client, centre: Centre) -> None:
    add_line(centre=centre, slug="m-mail", kind=LineKind.MAILBOX, address={"": "moscow@example.org"}, by=None)
    add_line(
        centre=centre,
        slug="m-door",
        kind=LineKind.COUNTER,
        address={"ru": "Выдуманная, 1", "en": "Invented, 1"},
        by=None,
    )
    page = client.get("/en/").content.decode()
    assert 'href="tel:88000000016"' in page
    assert 'href="mailto:moscow@example.org"' in page
    assert "Invented, 1" in page
    assert "Выдуманная, 1" in client.get("/ru/").content.decode()


def test_the_centre_for_the_whole_country_comes_first(client: Client, centre: Centre) -> None:
    create_centre(
        code="all",
        prefix="ALL",
        names={"en": "Everywhere"},
        country="RU",
        time_zone="Asia/Omsk",
        scope=CentreScope.NATIONAL,
        by=None,
    )
    page = text_of(client)
    assert page.index("Everywhere") < page.rindex("Moscow")


def test_the_hours_of_several_centres_go_by_the_time_of_cities(client: Client, centre: Centre) -> None:
    create_centre(
        code="shore", prefix="SHR", names={"en": "Shore"}, country="RU", time_zone="Europe/Astrakhan", by=None
    )
    assert "Hours by local time (Astrakhan)" in text_of(client)
    russian = client.get("/ru/").content.decode()
    assert "Часы по местному времени (Астрахань)" in russian
    assert "Europe/" not in russian


def test_the_first_number_is_that_of_an_open_centre_where_several_serve_the_country(
    client: Client, centre: Centre
) -> None:
    centre.scope = CentreScope.NATIONAL
    centre.save()
    night = create_centre(
        code="night", prefix="NGT", names={"en": "Night"}, country="RU", time_zone="Europe/Moscow", by=None,
        scope=CentreScope.NATIONAL,
    )  # fmt: skip
    add_line(centre=night, slug="n-phone", kind=LineKind.TOLL_FREE, address={"": "8 800 000 00 18"}, by=None)
    set_hours(centre=night, week={3: [(dt.time(20), dt.time(23, 59))]}, by=None)
    for now, number in ((THURSDAY_NOON, "8 800 000 00 16"), (THURSDAY_NOON.replace(hour=18), "8 800 000 00 18")):
        with time_machine.travel(now, tick=False):
            page = client.get("/en/").content.decode()
        assert re.search(rf'class="call-number"[^>]*><bdi>{number}<', page)


def test_what_is_true_now_alone_is_not_printed(client: Client, centre: Centre) -> None:
    page = client.get("/en/").content.decode()
    said = re.findall(r'class="([^"]*)">(?:Open|Closed) now', page)
    assert said
    assert all("no-print" in classes for classes in said)


def test_a_closed_line_or_centre_is_not_shown(client: Client, centre: Centre) -> None:
    centre.lines.update(closed_at=THURSDAY_NOON)
    assert "8 800 000 00 16" not in text_of(client)
    Centre.objects.update(closed_at=THURSDAY_NOON)
    assert "No centre is open to the public yet" in text_of(client)


def test_days_that_differ_soon_are_told(client: Client, centre: Centre) -> None:
    centre.exceptions.create(on=dt.date(2008, 2, 22), opens=dt.time(10), closes=dt.time(12))
    set_hours(centre=centre, week={4: [(dt.time(9), dt.time(17))]}, by=None)
    with time_machine.travel(THURSDAY_NOON, tick=False):
        assert "22 February 10:00–12:00" in text_of(client)


def test_quick_exit_leads_where_the_settings_say(client: Client, centre: Centre) -> None:
    with override_settings(QUICK_EXIT="https://example.org/weather"):
        page = client.get("/en/").content.decode()
    assert 'href="https://example.org/weather"' in page


def test_other_languages_are_not_invented(client: Client, centre: Centre) -> None:
    assert client.get("/xx/").status_code == 404


def test_an_address_without_a_page_is_told_in_its_language_with_the_way_out(client: Client) -> None:
    for path, said in (("/uz/nothing/", "Bunday sahifa yoʻq"), ("/tg/figures/1/figures.pdf", "Чунин саҳифа нест")):
        answer = client.get(path, headers={"accept-language": "ru"})
        page = answer.content.decode()
        assert (answer.status_code, said in page, 'id="quick-exit"' in page) == (404, True, True)
        assert f'href="{path[:4]}"' in page
    assert "quick-exit" not in client.get("/today/none/").content.decode()
    assert client.generic("OPTIONS", "*").status_code == 404  # an address without a stroke


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("8 (800) 000-00-16", "tel:88000000016"),
        ("(+7 000) 1‑2", "tel:+700012"),
        ("+7 000 1", "tel:+70001"),
        ("112", "tel:112"),
        ("ask", ""),
        ("8 800 000 00 16, доб. 5", "tel:88000000016"),
        ("tel. 8 800 000 00 16, 8 800 000 00 17", "tel:88000000016"),
        ("8 800 000 00 16 (24 часа)", "tel:88000000016"),
        ("112 / 02", "tel:112"),
    ],
)
def test_a_number_as_people_write_it(text: str, link: str) -> None:
    assert phone_link(text) == link


def test_the_first_screen_says_who_we_are_not_and_in_which_languages_we_answer(client: Client, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(scope=CentreScope.NATIONAL, spoken=["ru", "tg"])
    tver: dict[str, Any] = {"code": "tver", "prefix": "TVE", "names": {"en": "Tver"}, "country": "RU"}
    create_centre(**tver, time_zone="Europe/Moscow", spoken=["uz", "ru"], by=None)
    add_line(centre=centre, slug="free", kind=LineKind.TOLL_FREE, address={"": "8 800 000 00 16"}, by=None)
    said = text_of(client)
    for each in ("Free of charge", "We are not the police", "We are not the migration service"):
        assert said.index(each) < said.index("8 800 000 00 16")
    assert "We speak: Russian, Tajik, Uzbek" in said
    assert "Забонҳои мо: русӣ, тоҷикӣ, ӯзбекӣ" in text_of(client, "tg")


def test_a_street_is_written_in_letters_that_the_reader_reads(client: Client, centre: Centre) -> None:
    address = {"ru": "Вымышленная улица, 7", "en": "7 Invented Street"}
    add_line(centre=centre, slug="counter-2", kind=LineKind.COUNTER, address=address, by=None)
    for language, street, other in (("uz", *reversed(address.values())), ("tg", *address.values())):
        said = text_of(client, language)
        assert street in said
        assert other not in said
