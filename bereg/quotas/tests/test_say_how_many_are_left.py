"""One line answers: how many places are left, of how many, on which day, by which source."""

import datetime as dt

import pytest
import time_machine

from bereg.core.geography import region_name, regions
from bereg.quotas import russian
from bereg.quotas.quota import quota_of
from bereg.quotas.sentence_to_say import line, say
from bereg.reference.kinds import Standing

pytestmark = pytest.mark.once("says words alone")
TODAY = dt.date(2008, 11, 25)


def content(granted: int = 900, used: int = 780, region: str = "RU-AST", scheme: str = "isco-08") -> dict[str, object]:
    months = {"2008-10": {"granted": 1, "used": 0}, "2008-11": {"granted": granted, "used": used}}
    return {"region": region, "scheme": scheme, "occupation": "7112", "months": months}


def said(language: str, granted: int = 900, used: int = 780, today: dt.date = TODAY) -> str:
    return line(quota_of(content(granted, used)), language, today=today)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Astrakhan Region, bricklayers: 120 of 900 left on 1 November."),
        ("ru", "В Астраханской области на 1 ноября каменщикам осталось 120 мест из 900."),
        ("uz", "Astraxan viloyati, gʻisht teruvchilar: 1-noyabr holatiga koʻra 900 ta oʻrindan 120 tasi qolgan."),
        ("tg", "Вилояти Астрахан, хиштчинон: то 1 ноябр аз 900 ҷой 120 ҷой боқӣ мондааст."),
    ],
)
def test_the_line_is_one_that_can_be_read_aloud(language: str, words: str) -> None:
    assert said(language) == words


def test_the_source_is_named_and_so_is_what_is_old() -> None:
    standing = Standing("x", content(), source="the service")
    with time_machine.travel(dt.datetime(2008, 12, 16, 12, tzinfo=dt.UTC)):
        assert say(standing, "en") == "Astrakhan Region, bricklayers: 120 of 900 left on 1 November (the service)."
    with time_machine.travel(dt.datetime(2009, 1, 10, 12, tzinfo=dt.UTC)):
        assert say(standing, "ru") == (
            "В Астраханской области на 1 ноября 2008 года каменщикам осталось 120 мест из 900 (the service). "
            "Этим данным больше 45 дней."
        )


@pytest.mark.parametrize(
    ("granted", "used", "words"),
    [
        (900, 899, "каменщикам осталось 1 место из 900."),
        (900, 898, "каменщикам осталось 2 места из 900."),
        (900, 900, "мест для этой профессии не осталось: заняты все 900"),
        (900, 905, "занято 905 из 900"),
    ],
)
def test_few_none_and_more_than_there_are_have_words_of_their_own(granted: int, used: int, words: str) -> None:
    assert words.rsplit(":", maxsplit=1)[-1] in said("ru", granted, used)


def test_every_region_of_russia_has_a_form_for_where() -> None:
    places = {code: russian.where(region_name(code, "ru")) for code in regions("RU")}
    assert not [place for place in places.values() if "регионе" in place]
    of_hes = [place for place in places.values() if place.endswith(("округе", "крае"))]
    assert of_hes
    assert not [place for place in of_hes if {word[-2:] for word in place.split()} & {"ий", "ый", "ой"}]
    assert {places[code] for code in ("RU-VLA", "RU-VLG", "RU-KHM", "RU-TA", "RU-CE", "RU-KDA", "RU-SPE")} == {
        "Во Владимирской области",
        "В Вологодской области",
        "В Ханты-Мансийском автономном округе",
        "В Республике Татарстан",
        "В Чеченской Республике",
        "В Краснодарском крае",
        "В Санкт-Петербурге",
    }
    assert russian.where("Каракалпакстан") == "В регионе «Каракалпакстан»"
