"""What somebody wrote now stands apart from what their program quoted; nothing is deleted."""

import pytest

from bereg.mailbox.quoted_text import MARKER, folded

pytestmark = pytest.mark.once("it uses no database")
INTRODUCED = {
    "English": "On Mon, Jan 5, 2026 at 10:00 AM Bereg <help@example.org> wrote:\n\n> Hello\n> Anna",
    "English, over two lines": "On Mon, Jan 5, 2026 at 10:00 AM Centre of Help\n<help@example.org> wrote:\n> Hello",
    "Lithuanian": "2026-01-05, pr, 10:00 Pagalbos centras <pagalba@example.org> rašė:\n\n> Sveiki",
    "Lithuanian, over two lines": "2026-01-05, pr, 10:00 Centras <pagalba@example.org>\nrašė:\n\n> Sveiki",
    "Russian": "пн, 5 янв. 2026 г. в 10:00, Центр помощи <help@example.org>:\n\n> Здравствуйте",
    "Russian, of Mail.ru": "Понедельник, 5 января 2026, 10:00 +03:00 от Центр <help@example.org>:\n \n>Здравствуйте",
    "Russian, of Yandex": '05.01.2026, 10:00, "Центр" <help@example.org>:\n> Здравствуйте',
    "Russian, of Thunderbird": "05.01.2026 10:00, Центр помощи пишет:\n> Здравствуйте",
    "Outlook": "From: Centre <help@example.org>\nSent: Monday, January 5, 2026 10:00\nTo: Anna\nSubject: Re\n\nHello",
    "Outlook in Russian": (
        "________________________________\nОт: Центр <help@example.org>\nОтправлено: 5 января 2026 г. 10:00\n"
        "Кому: Анна\nТема: Ответ\n\nЗдравствуйте"
    ),
    "Outlook in Lithuanian": (
        "Nuo: Centras <pagalba@example.org>\nIšsiųsta: 2026 m. sausio 5 d. 10:00\nKam: Ona\nTema: Re\n\nSveiki"
    ),
    "Outlook, old": (
        "-----Original Message-----\nFrom: Centre <help@example.org>\nSent: 5 January 2026 10:00\nTo: Anna\n\nHello"
    ),
    "our marker alone": f"{MARKER}\n\nHello",
    "our marker below an introduction": f"5 января 2026 г., 10:00 +03:00, Центр:\n\n{MARKER}\nЗдравствуйте",
    "our marker quoted": f"> {MARKER}\n> Hello",
    "a block without an introduction": "> Hello\n> Anna\n",
}
OWN = "Мне 17 лет, уехала в 2025.\nКак вернуться домой?"


@pytest.mark.parametrize("kind", INTRODUCED)
def test_the_quotation_is_folded_whole(kind: str) -> None:
    quoted = INTRODUCED[kind]
    assert folded(f"{OWN}\n\n{quoted}\n") == (OWN, quoted.strip())


def test_a_letter_without_a_quotation_stays_whole() -> None:
    for text in (OWN, "I need:\n1. a ticket\n2. a passport", "He said at 10:00:\n- come", "", "a > b\nb: 10:00 @"):
        assert folded(text) == (text, "")


def test_ones_own_name_telephone_and_address_are_no_quotation() -> None:
    text = "Help me\n\nName: Anna\nPhone: +7 000 0000\nMail: anna@example.org"
    assert folded(text) == (text, "")


def test_an_answer_below_the_quotation_is_ones_own() -> None:
    text = "On 5 January 2026 at 10:00 Centre wrote:\n> Where are you?\n> Are you alone?\n\nIn Tver. No."
    assert folded(text) == (
        "In Tver. No.",
        "On 5 January 2026 at 10:00 Centre wrote:\n> Where are you?\n> Are you alone?",
    )


def test_answers_between_quoted_lines_are_ones_own() -> None:
    own, quoted = folded("5.01.2026 10:00, Центр:\n> Где вы?\nВ Твери.\n> Вы одна?\nНет.")
    assert own == "В Твери.\nНет."
    assert quoted == "5.01.2026 10:00, Центр:\n> Где вы?\n> Вы одна?"


def test_a_letter_of_quotation_alone_keeps_it() -> None:
    assert folded("> Hello\n> Anna") == ("", "> Hello\n> Anna")


@pytest.mark.parametrize("kind", INTRODUCED)
def test_no_line_is_lost(kind: str) -> None:
    text = f"{OWN}\n\n{INTRODUCED[kind]}\n\nbelow"
    own, quoted = folded(text)
    assert sorted(filter(None, map(str.strip, f"{own}\n{quoted}".split("\n")))) == sorted(
        filter(None, map(str.strip, text.split("\n")))
    )
