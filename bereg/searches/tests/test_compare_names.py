"""Names that are one in any script have one key; names that are two do not."""

import pytest

from bereg.searches.names import words_of
from bereg.searches.ranking import NamedPerson, ranked, ready

pytestmark = pytest.mark.once("compares names in memory alone")

SAME = [
    ("Раҳмонов Ҷамшед", "Рахмонов Джамшед", "Rahmonov Jamshed", "Rakhmonov Dzhamshed", "Rachmanov Djamched"),
    ("Ўткир Йўлдошев", "Уткир Юлдашев", "O‘tkir Yo‘ldoshev", "Utkir Yuldashev", "Outkir Iouldachev"),
    ("Ғайрат Қодиров", "Гайрат Кадыров", "G'ayrat Qodirov", "Gayrat Kadyrov"),
    ("Шуҳрат Ҳакимзода", "Шухрат Хакимов", "Shuhrat Hakimov", "Šuhrat Hakimov"),
    ("Юлия Королёва", "Yuliya Korolyova", "Iuliia Koroleva", "Julija Koroleva", "Королева Юлия Сергеевна"),
    ("Хуршид Каримов", "Xurshid Karimov", "Khurshid Karimov", "Хуршед Каримов"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_are_nearly_alike(names: tuple[str, ...]) -> None:
    for name in names:
        for other in names:
            assert likeness(name, other) > 0.8, (name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Каримов Фарход", "Каримова Фархода"),  # endings of women and men
        ("Каримов Фарход", "Фарход Каримов"),
        ("Каримов Фарход Азизович", "Фарход Каримзода"),
        ("Karimov Farhod Aziz o'g'li", "Каримов Фарход Азизович"),
        ("Каримов Ф. А.", "Каримов Фарход Азизович"),
        ("Иванова Маша", "Мария Иванова"),
        ("Каримов Саша", "Каримов Александр"),
        ("КаримовФарход", "Каримов Фарход"),
        ("Каримоф Фарход", "Karimoff Farhod"),
    ],
)
def test_forms_of_one_name_are_nearly_alike(name: str, other: str) -> None:
    assert likeness(name, other) > 0.8


@pytest.mark.parametrize(
    ("name", "other"),
    [("Каримов Фарход", "Сафаров Далер"), ("Иванова Мария", "Петрова Анна"), ("Rustam Azizov", "Ҷамшед Раҷабов")],
)
def test_two_names_are_not(name: str, other: str) -> None:
    assert likeness(name, other) < 0.6


@pytest.mark.parametrize("nothing", ["", " ", "...", "12", "'", "ъ", "中文", "\N{COMBINING ACUTE ACCENT}"])
def test_what_is_no_name_finds_nobody_and_breaks_nothing(nothing: str) -> None:
    people = ready([NamedPerson((nothing,)), NamedPerson(("Каримов Фарход",)), NamedPerson(())])
    assert dict(ranked(NamedPerson((nothing,)), people, 3)).get(1, 0) < 0.6
    assert ranked(NamedPerson(("Каримов",)), people, 3)[0][0] == 1
    assert ranked(NamedPerson(("Каримов",)), ready([]), 3) == []


def test_a_name_has_at_most_six_words_and_each_few_keys() -> None:
    words = words_of("Cxjcxjcxj " * 1000)
    assert len(words) == 6
    assert all(len(keys) <= 6 for keys in words)


def test_year_and_origin_choose_between_namesakes() -> None:
    known = ready([NamedPerson(("Karim",), *told) for told in ((1970, "TJ"), (1985, "UZ"), (1985, "TJ"), (0, ""))])
    assert [at for at, _score in ranked(NamedPerson(("Карим",), 1986, "TJ"), known, 4)] == [2, 1, 3, 0]


def test_the_likeliest_spelling_counts() -> None:
    known = ready([NamedPerson(("Nobody At All", "Rahmonov Jamshed")), NamedPerson(("Азизов Рустам",))])
    assert ranked(NamedPerson(("Кто-то", "Рахмонов Джамшед")), known, 1)[0][0] == 0


def likeness(name: str, other: str) -> float:
    ((_at, score),) = ranked(NamedPerson((name,), 1980, "TJ"), ready([NamedPerson((other,), 1980, "TJ")]), 1)
    return score
