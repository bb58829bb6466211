"""Sentences of published figures: nouns follow their number, months stand in the form that the sentence asks for."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from bereg.publications import content, periods, sentences
from bereg.publications.tests.released import content as released

MAY = (date(2008, 5, 1), date(2008, 5, 1))
YEAR = (date(2007, 5, 1), date(2008, 4, 1))
LANGUAGES = ("en", "ru", "uz", "tg")
STEMS = {
    "en": "January February March April May June July August September October November December",
    "ru": "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "tg": "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр",
}
ENDINGS = {  # of the month's name, in each form: named, in, from, to, on a day
    "ru": ("ьй", "е", "яа", "ьй", "яа"),
    "tg": ("и", "и", "и", "и", "и"),
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with override(request.param):
        yield request.param


def headline(count: int | None, language: str) -> str:
    with override(language):
        return sentences.headline(released(enquiries=count, first="2008-05", last="2008-05"))


def test_when_is_said_in_the_form_that_begins_a_sentence() -> None:
    expected = {
        "en": ("In May 2008", "From May 2007 to April 2008", "May 2008", "7 May 2008"),
        "ru": ("В мае 2008 года", "С мая 2007 года по апрель 2008 года", "май 2008 года", "7 мая 2008 года"),
        "uz": (
            "2008-yil may oyida",
            "2007-yil may oyidan 2008-yil aprel oyi oxirigacha",
            "2008-yil may",
            "2008-yil 7-may",
        ),
        "tg": (
            "Дар моҳи майи соли 2008",
            "Аз моҳи майи соли 2007 то охири моҳи апрели соли 2008",
            "майи соли 2008",
            "7 майи соли 2008",
        ),
    }
    for language, said in expected.items():
        with override(language):
            starts = periods.at_the_start(*MAY), periods.at_the_start(*YEAR)
            assert (*starts, periods.named(*MAY), periods.on(date(2008, 5, 7))) == said


def test_every_month_has_its_own_name_in_every_form(language: str) -> None:
    """A slip in one of sixty lines is the name of another month, or a wrong ending."""
    for at, stem in enumerate(STEMS[language].split()):
        for number, form in enumerate((periods.NAMED, periods.IN, periods.SINCE, periods.UNTIL, periods.ON)):
            said = str(form[at]) % {"year": 2008, "day": 3}
            assert "2008" in said
            name = next(word for word in said.replace("-", " ").split() if word.startswith(stem))
            if language in ENDINGS:
                rest = name.removeprefix(stem)
                assert rest in set(ENDINGS[language][number]) | {"", "йи", "й"}, said
                assert rest or (language, number) in {("ru", 0), ("ru", 3)}, said


@pytest.mark.parametrize(
    ("count", "number"),
    [(12, "10"), (21, "20"), (23, "25"), (98, "100"), (111, "110"), (1049, "1\u00a0000"), (4695, "4\u00a0700")],
)
def test_a_headline_says_about_and_a_round_number(count: int, number: str) -> None:
    assert headline(count, "ru") == f"В мае 2008 года люди обратились в центры около {number} раз"


@pytest.mark.parametrize(("count", "ending"), [(21, "зарубежной страны"), (25, "зарубежных стран")])
def test_russian_cases_follow_their_number(count: int, ending: str) -> None:
    with override("ru"):
        assert sentences.lead(released(countries=count))[1].endswith(f"{count} {ending}.")


@pytest.mark.parametrize("count", [20, 25, 110])
def test_uzbek_and_tajik_nouns_stay_singular_after_a_number(count: int) -> None:
    assert headline(count, "uz") == f"2008-yil may oyida odamlar markazlarga taxminan {count} marta murojaat qildi"
    assert headline(count, "tg").endswith(f"мардум ба марказҳо тақрибан {count} маротиба муроҷиат карданд")
    assert headline(count, "en").endswith(f"about {count} times")


def test_english_nouns_follow_their_number() -> None:
    with override("en"):
        assert sentences.answered(1) == "1 answered"
        assert sentences.lead(released(countries=1))[1] == "People came from at least 1 foreign country."
        assert sentences.lead(released(countries=25))[1] == "People came from at least 25 foreign countries."


def test_what_is_small_is_never_said_as_a_number() -> None:
    said = {language: headline(None, language) for language in LANGUAGES}
    assert said["ru"].endswith("менее 10 раз")
    assert said["uz"].endswith("10 martadan kam murojaat qildi")
    assert said["tg"].endswith("камтар аз 10 маротиба муроҷиат карданд")
    assert said["en"].endswith("fewer than 10 times")


def test_a_share_carries_the_ending_that_its_language_gives_it() -> None:
    expected = {
        "en": "51% of foreigners who answered had no work permit",
        "ru": "51\u00a0% иностранцев, ответивших на вопрос, не имели разрешения на работу",
        "uz": "javob bergan chet elliklarning 51%ida mehnat qilish uchun ruxsatnoma boʻlmagan",
        "tg": "51%-и хориҷиёни ҷавобдода иҷозатномаи кор надоштанд",
    }
    for language, words in expected.items():
        with override(language):
            assert sentences.findings(released())[0].words == words


def test_topics_are_named_as_shares_of_all_enquiries(language: str) -> None:
    said = sentences.lead(content.with_bases(released()))[-1]
    assert "29" in said
    assert "20" in said
    names = {"en": "Quotas", "ru": "Квоты", "uz": "Kvotalar", "tg": "Квотаҳо"}
    assert names[language] in said


def test_no_row_is_called_the_most_frequent_where_more_people_may_stand_in_none() -> None:
    """The own citizens are in the base of `citizenship`, and in no row; an enquiry without a topic is no topic."""
    [gender] = [each for each in released()["tables"] if (each["id"], each["centre"]) == ("gender", "shore")]
    [topics] = [each for each in content.with_bases(released())["tables"] if each["id"] == "topic"]
    with override("en"):
        assert sentences.of_table([gender | {"id": "age"}], 10) == ["Most frequent: “female”, 68% of 44 answers."]
        assert sentences.of_table([gender | {"id": "age", "base": 74}], 10) == [
            "Most frequent: “female”, 41% of 74 answers."
        ]
        assert sentences.of_table([gender | {"id": "age", "base": 75}], 10) == []
        assert sentences.of_table([topics], 10) == ["Most frequent: “Quotas”, 29% of 1,021 enquiries."]


def test_who_has_no_row_is_named(language: str) -> None:
    [gender] = [each for each in released()["tables"] if (each["id"], each["centre"]) == ("gender", "shore")]
    names = {"en": "Citizens of this country", "ru": "Граждане этой страны", "uz": "mamlakat", "tg": "Шаҳрвандони"}
    for table in ("citizenship", "citizenship_groups"):
        assert names[language] in sentences.of_table([gender | {"id": table}], 10)[-1]


def test_a_finding_about_a_small_figure_is_left_out() -> None:
    """Of the foreign women nothing is known but the class."""
    groups = [each for each in released()["tables"] if (each["id"], each["centre"]) == ("gender", "all")]
    with override("en"):
        assert sentences.of_table(groups, 10) == [
            "60% of people who answered were women",
            "53% of citizens who answered were women",
        ]
