"""What is found in a text, by each kind; what the matter itself holds; what is left alone."""

from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from bereg.redaction.finding import find, left_in, masked, pieces
from bereg.redaction.kinds import FindingKind, FindingReason

pytestmark = pytest.mark.once("reads texts in memory alone")
KNOWN = ["wild_heron7, Olga, after six", "MSK-2008-00042", "heron-lantern-42"]


def said(text: str, *, known: list[str] | None = None) -> str:
    with translation.override("en"):
        return masked(text, find(text, known=known or []))


NAMES = {
    "Со слов Юлдашевой М.К., её обманули.": "Со слов [name]., её обманули.",
    "М. К. Юлдашева и М.К.Ахмедова.": "[name] и [name].",
    "Передали Ахмедову, с Ахмедовым говорили.": "Передали [name], с [name] говорили.",
    "Звонила Каримова Дилноза Рахим қизи.": "Звонила [name].",
    "Приехал Субхон Карим угли с женой.": "Приехал [name] с женой.",
    "His name is O'ktam Karim o'g'li.": "His name is [name].",
    "Бурул кызы Айнуры. Чолпон плачет.": "[name]. [name] плачет.",
    "Хозяин Рахмонзода не платит.": "Хозяин [name] не платит.",
    "Её зовут гульнара, ей 23 года.": "Её зовут [name], ей 23 года.",
    "Бригадир Заяц кричит. Соседка Белая молчит.": "Бригадир [name] кричит. Соседка [name] молчит.",
    "Писать Ковальчуку или Шевченко.": "Писать [name] или [name].",
    "Her husband Ivan Petrov beats her.": "Her husband [name] beats her.",
    "Manizha's boss, Mr. Mirzojew, laughed.": "[name] boss, Mr. [name], laughed.",
    "Mirzoyev came back. Zuhra ran.": "[name] came back. [name] ran.",
    "Anna Berezova calls. She fears anna.": "[name] calls. She fears [name].",
    "Звонила Gulnara Karimova из Уфы.": "Звонила [name] из Уфы.",
    "КАРИМОВА ДИЛНОЗА ПРИЕХАЛА ДОМОЙ": "[name] ПРИЕХАЛА ДОМОЙ",
}
NO_NAMES = [
    "Разъяснили, что можно обратиться в МВД, в посольство Узбекистана или в Красный Крест.",
    "Приехала из Ферганы в Москву. Живёт в Хатлоне, в Джалал-Абаде бывает.",
    "Магазин ООО «Ромашка», метро «Тёплый Стан», серая «Газель».",
    "В ФМС отказали. Я сказала: Вы правы.",
    "Хозяин забрал документы. Муж не работает. Снова звонила сестра.",
    "She was told to ask the Embassy of Uzbekistan, the Ministry of Internal Affairs and the Red Cross.",
    "Workers came from Tashkent to St Petersburg in May. Most are Tajik or Uzbek.",
    "I said what I'd do.\n- Then she left.",
]


@pytest.mark.parametrize("text", NAMES)
def test_names(text: str) -> None:
    assert said(text) == NAMES[text]


@pytest.mark.parametrize("text", NO_NAMES)
def test_ordinary_words_places_and_organisations_are_no_names(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Здесь была Лада.", FindingReason.CAPITAL),
        ("Здесь была Гульнара.", FindingReason.DICTIONARY),
        ("Здесь был Мамаджанов.", FindingReason.ENDING),
        ("Здесь был Белый А. Б.", FindingReason.INITIALS),
        ("Его фамилия Белый.", FindingReason.AFTER_A_WORD),
        ("Чолпон здесь была.", FindingReason.NO_WORD),
    ],
)
def test_a_name_says_why(text: str, why: FindingReason) -> None:
    [found] = find(text)
    assert (found.kind, found.reason, found.is_certain) == (FindingKind.NAME, why, False)


OTHERS = {
    "Звонить +7 900 000-00-16 или 8 (900) 000 00 16.": "Звонить [telephone] или [telephone].",
    "Call +998 90 000 00 16, 00-00-16.": "Call [telephone], [telephone].",
    "Счёт 40817810000000000016, карта 0000 0000 0000 0016.": "Счёт [number], карта [number].",
    "ИНН 770012345678, СНИЛС 000-000-000 16.": "ИНН [document], СНИЛС [document].",
    "Паспорт 0000 000016 и AA 0000016, патент 77 № 0000000016.": "Паспорт [document] и [document], патент [document].",
    "Свидетельство I-ТН № 000016, машина А 016 ВС 77, 01 KG 016 AAA.": (
        "Свидетельство [document], машина [document], [document]."
    ),
    "Passport AB 1234567, tax number 7700123456.": "Passport [document], tax number [document].",
    "Дело MSK-2008-00042.": "Дело [number].",
    "Живёт на ул. Ленина, д. 5, кв. 12, в Уфе.": "Живёт на [address], в Уфе.",
    "Садовая ул., 5. Варшавское шоссе 10. Ул. 8 Марта, 3.": "[address]. [address]. [address].",
    "She lives at 12 Garden Street, flat 4, in Kazan.": "She lives at [address], in Kazan.",
    "Приехала 14 февраля 2008 года, 12-го марта, 12.03.": "Приехала [day], [day], [day].",
    "Двадцать третьего мая, 3–5 июня, 2008-02-14.": "[day], [day], [day].",
    "On February 14, 2008, on 3 March, 12th of May or 14/02/2008.": "On [day], on [day], [day] or [day].",
    "Пишет anna.b@example.org, @invented_one, t.me/invented.": "Пишет [contact], [contact], [contact].",
    "See https://example.org/a?b=1, example.com/x or skype dil95.": "See [contact], [contact] or skype [contact].",
}
LEFT_ALONE = [
    "Ей 23 года, рост 165, платят 45 000 рублей, 12,5 тыс. или 2 500 000 сум в мае 2019 года.",
    "Встреча в 18:30, приём с 9.00 до 18.30, смены 2010–2015 годов, давление 120/80.",
    "She is 23 and owes 30 000, then 43,000 dollars or $15000. She may 3 times. 5 marks. In February 2008.",
    "Дал 5 марок майор, 3 человека, с 100 на 200 рублей.",
    "Живёт в городе Казань, в посёлке у рынка.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_numbers_documents_days_addresses_and_contacts(text: str) -> None:
    assert said(text) == OTHERS[text]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_amounts_ages_hours_months_and_towns_are_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Каримовой",
        "каримову",
        "KARIMOVA",
        "Karimowoj",
        "Шахнозе",
        "Shaxnoza",
        "Шохноза",
        "90-123 45 67",
        "998901234567",
    ],
)
def test_what_the_matter_holds_is_found_in_any_case_grouping_and_alphabet(text: str) -> None:
    known = ["Шахноза Каримова", "+998 90 123-45-67"]
    [found] = find(f"здесь {text} есть", known=known)
    assert (found.start, found.end, found.reason) == (6, 6 + len(text), FindingReason.KNOWN)


def test_a_code_word_an_account_and_a_name_of_the_matter_are_found_as_they_are_written() -> None:
    text = "It is MSK-2008-00042, she says heron-lantern-42: find wild_heron7 or olga."
    assert said(text, known=KNOWN) == "It is [number], she says [number]: find [contact] or [name]."
    assert said("Only 0016 is left.", known=["8 900 000 0016"]) == "Only [telephone] is left."


def test_a_name_that_the_matter_holds_a_part_of_is_one_finding() -> None:
    text = "Anna Berezova lost her passport AB 1234567. Her number is +7 900 000-00-16."
    assert said(text, known=["Anna"]) == "[name] lost her passport [document]. Her number is [telephone]."


def test_words_that_are_no_names_are_not_looked_for() -> None:
    assert find("after six she left", known=KNOWN) == []


@pytest.mark.parametrize("text", ["Write: .@.@.", "On 3 x@example.org 12.12.2008.", "ул. Ленина 5@a 12.12.2008"])
def test_what_stays_beside_a_mark_is_looked_at_again(text: str) -> None:
    assert left_in(masked(text, find(text))) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call +7 900 000-00-16.", ["+7 900 000-00-16"]),
        ("Write to 00@example.org.", ["00@example.org"]),
        ("Passport AB 1234567 since 14.02.2008.", ["AB 1234567", "14.02.2008"]),
        ("It is MSK-2008-00042, heron-lantern-42, wild_heron7.", ["MSK-2008-00042", "heron-lantern-42", "wild_heron7"]),
        ("Her husband Ivan owes 30 000, flat 4.", []),  # a person may know that this tells nothing
        ("Call [telephone] or 900 000-00-16.", ["900 000-00-16"]),
    ],
)
def test_what_points_at_somebody_for_certain_is_told_apart(text: str, left: list[str]) -> None:
    with translation.override("en"):
        assert left_in(text, known=KNOWN) == left


SIGNS = [*" .,:-@/\n+()№«»"]
WORDS = st.sampled_from(
    [
        *SIGNS,
        "Anna",
        "Иванов",
        "ул.",
        "д.",
        "wild_heron7",
        "Mr",
        "12",
        "2008",
        "14.02.2008",
        "AB",
        "ru",
        "марта",
        "М.К.",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(max_size=3), max_size=30).map("".join))
def test_findings_are_sorted_apart_and_mask_all_that_is_certain(text: str) -> None:
    found = find(text, known=KNOWN)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
    assert "".join(piece for piece, _mark in pieces(text, found)) == text
    assert left_in(masked(text, found), known=KNOWN) == []
