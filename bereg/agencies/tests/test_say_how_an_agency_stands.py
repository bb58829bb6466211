"""What is said of an agency is what the list of a day says."""

import datetime as dt

import pytest

from bereg.agencies.tests.conftest import Take
from bereg.agencies.wording import missing
from bereg.reference.models import ReferenceEntry
from bereg.reference.sentence_to_say import sentence

OCTOBER, NOVEMBER = dt.date(2008, 10, 1), dt.date(2008, 11, 1)


def said(name: str, language: str = "en") -> str:
    entry = ReferenceEntry.objects.select_related("published", "seen_in").get(key=f"tax:{name}")
    assert entry.published
    return sentence(entry, entry.published, language)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"until": "2010-03-01"}, "licence 17-B, valid until 1 March 2010."),
        ({}, "licence 17-B."),
        (
            {"status": "unclear"},
            "licence 17-B; the list does not say clearly whether it is in force. Pay nothing until that is known.",
        ),
        ({"status": "suspended"}, "licence 17-B is suspended. Pay nothing until it is in force."),
        ({"status": "withdrawn"}, "licence 17-B was withdrawn. Pay nothing."),
        ({"until": "2008-09-30"}, "licence 17-B ran out on 30 September 2008. Ask for the new one."),
    ],
)
def test_of_one_on_the_list_how_its_licence_stands(take: Take, content: dict[str, object], words: str) -> None:
    take(NOVEMBER, ["a"], a={"licence": "17-B", **content})
    assert said("a") == f"On the list of 1 November 2008: {words}"


def test_of_one_no_longer_on_it_since_when(take: Take) -> None:
    take(OCTOBER, ["a", "b"])
    take(NOVEMBER, ["b"])
    assert said("a") == (
        "This agency is not on the list of 1 November 2008; it was on the list of 1 October 2008. Ask for the licence, "
        "and pay nothing in advance."
    )


def test_of_a_name_nobody_has(take: Take) -> None:
    assert missing("Лунный Пеликан", "en") == ""
    take(NOVEMBER, ["a"])
    assert missing("Лунный Пеликан", "ru") == (
        "В списке на 1 ноября 2008 агентства «Лунный Пеликан» нет. Попросите показать лицензию и не платите вперёд."
    )
