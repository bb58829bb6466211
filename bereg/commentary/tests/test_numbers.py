"""A public sentence holds no number that the release does not show, unless a person says what it is."""

import pytest

from bereg.commentary.numbers import key_of, numbers_in, open_numbers, published
from bereg.publications.content import Content, with_bases
from bereg.publications.formats.tests.four_languages import content

pytestmark = pytest.mark.once("it uses no database")


@pytest.fixture
def said() -> Content:
    return with_bases(content())


def still_open(text: str, said: Content, table: str = "gender", centre: str = "all", language: str = "en") -> list[str]:
    known = published(said, centre, table, language)
    return [text[each.start : each.end] for each in open_numbers(text, language, {}, known)]


def test_a_count_is_looked_for_among_counts_and_a_share_among_shares(said: Content) -> None:
    text = "600 of 1,000 were women, that is 60%; of the 390 citizens 53 per cent."
    assert still_open(text, said) == []
    assert still_open("60 women, and 600% more", said) == ["60", "600"]


def test_a_count_below_the_smallest_class_is_never_published(said: Content) -> None:
    for number in range(1, 10):
        assert still_open(f"{number} women came", said) == [str(number)]


def test_the_number_of_countries_vouches_for_no_small_count() -> None:
    few, more = (with_bases(Content(**{**content(), "countries": number})) for number in (7, 12))
    for table in ("", "totals", "citizenship"):
        assert still_open("7 women were freed", few, table) == ["7"]
    assert still_open("From 12 countries", more, "citizenship") == []


def test_a_number_of_another_table_or_centre_is_not_published_here(said: Content) -> None:
    assert still_open("245 had no permit", said, "work_permit") == []
    assert still_open("245 had no permit", said, "gender") == ["245"]
    assert still_open("30 women of 44", said) == ["30", "44"]
    assert still_open("30 women of 44, where all centres had 600", said, centre="shore") == []


def test_the_whole_report_knows_every_table_of_all_centres(said: Content) -> None:
    text = "About 1,000 enquiries (1,021) from at least 25 countries; 245 had no permit."
    assert still_open(text, said, "") == []
    assert still_open("44 at the shore", said, "") == ["44"]


@pytest.mark.parametrize("written", ["1,021", "1 021", "1\u00a0021", "1021", "1.021"])
def test_thousands_are_read_however_they_are_grouped(said: Content, written: str) -> None:
    assert still_open(f"{written} enquiries", said, "") == []


def test_a_broken_number_is_published_nowhere(said: Content) -> None:
    assert still_open("60.4% or 16,7 %", said) == ["60.4", "16,7"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ru", "Обратились семь женщин и двое мужчин, половина без документов.", ["семь", "двое", "половина"]),
        ("ru", "Единственный гражданин; семнадцать звонков", ["Единственный", "семнадцать"]),
        ("en", "Seven women and a dozen men, a single one from the north", ["Seven", "dozen", "single", "one"]),
        ("ru", "Восьмерых женщин, девятеро детей; десятеро", ["Восьмерых", "девятеро", "десятеро"]),
        ("ru", "Обе группы; пара женщин, дважды, вдвоём", ["Обе", "пара", "дважды", "вдвоём"]),
        ("ru", "Ни сотни, ни двумстам, ноль", ["сотни", "двумстам", "ноль"]),
        ("en", "Both were freed, a couple of girls twice, none left", ["Both", "couple of", "twice", "none"]),
        ("ru", "Семь из них граждане, двое других — нет, половина из них", ["Семь", "двое", "половина"]),
        ("en", "Three of the women, half of the men, twenty-one of all", ["Three", "half", "twenty"]),
        ("uz", "Yettita ayol, oʻn bir", ["Yettita", "oʻn", "bir"]),
        ("uz", "To'rt ayol, o’n erkak, toʼqqizta, o‘ttiz, o`n", ["To'rt", "o’n", "toʼqqizta", "o‘ttiz", "o`n"]),
        ("tg", "Ҳафт зан ва се мард", ["Ҳафт", "се"]),
        (
            "tg",
            "Ёздаҳ, дувоздаҳ, сенздаҳ, чордаҳ, понздаҳ, шонздаҳ, ҳабдаҳ, ҳаждаҳ, нуздаҳто",
            "Ёздаҳ дувоздаҳ сенздаҳ чордаҳ понздаҳ шонздаҳ ҳабдаҳ ҳаждаҳ нуздаҳто".split(),
        ),
    ],
)
def test_a_number_in_words_is_for_a_person_to_explain(
    said: Content, language: str, text: str, words: list[str]
) -> None:
    assert still_open(text, said, language=language) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Один из них; одна из причин; одни помогают другим, а не один другому"),
        ("ru", "В областях, на местах, о специалистах, на парах, в спаржевых"),
        ("en", "One of the reasons; they know one another"),
    ],
)
def test_one_of_something_counts_nothing(said: Content, language: str, text: str) -> None:
    found = still_open(text, said, language=language)
    assert found == []


def test_a_reason_holds_for_these_words_and_in_this_place(said: Content) -> None:
    text, known = "Since 2007 the law asks for it.", published(said, "all", "gender", "en")
    [number] = numbers_in(text, "en")
    reasons = {key_of(text, number): "date"}
    assert open_numbers(text, "en", reasons, known) == []
    changed = "Since 2008 the law asks for it."
    assert len(open_numbers(changed, "en", reasons, known)) == 1
    assert len(open_numbers(text, "en", {key_of(text, number): "because"}, known)) == 1


def test_an_interval_is_published_by_its_ends(said: Content) -> None:
    narrow = with_bases(Content(**{**content(), "interval_below": 100}))
    known = published(narrow, "shore", "gender", "en")
    low, high = sorted(share for share, where in known.shares.items() if any("Shore" in each for each in where))[-2:]
    assert still_open(f"{low}–{high}% were women", narrow, centre="shore") == []
    assert still_open("68% were women", narrow, centre="shore") == ["68"]
