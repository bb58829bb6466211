"""An agency is found however its name is spelled, and at once by its numbers."""

import datetime as dt

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.agencies.names import key_of
from bereg.agencies.queries import nearest
from bereg.agencies.tests.conftest import Take
from bereg.reference.actions import withdraw
from bereg.reference.models import ReferenceEntry

OCTOBER, NOVEMBER = dt.date(2008, 10, 1), dt.date(2008, 11, 1)
NAMES = ("ООО «Шёлковый Ёжик»", "ЗАО «Щедрый Хомяк-Труд»", "АНО «Лунный Пеликан»")


def found(words: str, most: int = 5) -> list[str]:
    keys = dict(ReferenceEntry.objects.values_list("pk", "key"))
    return [keys[pk].removeprefix("tax:") for pk in nearest(words, most)]


@pytest.mark.once("compares texts in memory alone")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Шёлковый Ёжик»", "OOO Shelkovyi Yezhik"),
        ("Хомяк и Ко", "khomyak i ko"),
        ("Цыплёнок", "tsyplenok"),
        ("ЩЕДРЫЙ", "schedryj"),
        ("Фабрика Сна Ltd.", "fabrika sna"),
        ("Аллея", "aleia"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) != ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("shelkoviy yozhik", NAMES[0]),
        ("шолковый ежик", NAMES[0]),
        ("хомяк щедрый", NAMES[1]),
        ("schedry homiak", NAMES[1]),
        ("лунны пиликан", NAMES[2]),
        ("Lunniy Pelikan LLC", NAMES[2]),
    ],
)
def test_the_nearest_name_goes_first(take: Take, typed: str, name: str) -> None:
    take(OCTOBER, NAMES)
    assert found(typed)[0] == name


def test_what_is_no_name_finds_nobody(take: Take) -> None:
    assert found("пеликан") == []
    take(OCTOBER, NAMES)
    assert [found(typed) for typed in ("", "о", "разрешение на работу", "«»")] == [[], [], [], []]


def test_a_number_finds_its_agency_alone(take: Take) -> None:
    numbers: dict[str, object] = {"tax_number": "0000 000 017", "licence": "№ 000-00017-В"}
    take(OCTOBER, NAMES, **{NAMES[1]: numbers})
    assert [found(typed) for typed in ("0000000017", "000-00017-в", "000 00017 V")] == [[NAMES[1]]] * 3


def test_what_changed_is_found_at_once(take: Take, editor: User) -> None:
    take(OCTOBER, NAMES[:1])
    assert found("лунный пеликан") == []
    take(NOVEMBER, NAMES)
    assert found("лунный пеликан") == [NAMES[2]]
    withdraw(entry=ReferenceEntry.objects.get(key=f"tax:{NAMES[2]}"), by=editor)
    assert found("лунный пеликан") == []


def test_the_search_says_that_a_name_is_not_on_the_list(take: Take, editor: User, client: Client) -> None:
    take(NOVEMBER, NAMES)
    client.force_login(editor)
    said = "is not on the list of 1 November 2008"
    pages = [client.get("/answers/found/", asked).content.decode() for asked in (
        {"q": "Ромашка"}, {"q": "Ромашка", "kind": "agency"}, {"q": "лунный пиликан"}, {"q": ""},
    )]  # fmt: skip
    assert [said in page for page in pages] == [True, True, False, False]
    assert "Лунный Пеликан" in pages[2]


def test_an_agency_on_the_list_is_found_whoever_is_open_now(take: Take, editor: User, client: Client) -> None:
    take(NOVEMBER, NAMES)
    client.force_login(editor)
    for asked in ({"q": "лунный пеликан"}, {"q": "лунный пеликан", "kind": "agency"}):
        page = client.get("/answers/found/", {**asked, "open": "on"}).content.decode()
        assert ("Лунный Пеликан" in page, "is not on the list" in page) == (True, False)
    assert "is not on the list" in client.get("/answers/found/", {"q": "Ромашка", "open": "on"}).content.decode()
