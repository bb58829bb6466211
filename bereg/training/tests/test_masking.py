"""What the program proposes to mask, and what it lets nobody leave in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bereg.training.masking import KnownOfPerson, find, left_in, masked, pieces

KNOWN = KnownOfPerson("wild_heron7, Olga, after six", "MSK-2008-00042", "heron-lantern-42")

EXAMPLES = {
    "Call +7 900 000-00-16 today.": "Call [telephone] today.",
    "Call 8 (900) 000 00 16.": "Call [telephone].",
    "She writes from anna.b@example.org.": "She writes from [e-mail].",
    "His page is https://example.org/a?b=1, he says.": "His page is [link], he says.",
    "See t.me/invented or @invented_one.": "See [link] or [link].",
    "Passport AB 1234567 was taken.": "Passport [document] was taken.",
    "Паспорт АА 1234567 забрали.": "Паспорт [document] забрали.",
    "Tax number 770012345678.": "Tax number [number].",
    "He owes 30 000 and then 500.": "He owes [number] and then 500.",
    "Since 14.02.2008, or 2008-02-14.": "Since [day], or [day].",
    "Приехала 14 февраля 2008 года.": "Приехала [day] года.",
    "She came on February 14, 2008 or on 3 March.": "She came on [day] or on [day].",
    "She came in February 2008.": "She came in February 2008.",
    "She decided 2 things, 5 marks. Дал 5 марок майор, 3 человека.": (
        "She decided 2 things, 5 marks. Дал 5 марок майор, 3 человека."
    ),
    "Живёт на ул. Ленина, 5, кв. 12.": "Живёт на [address], [address].",
    "She lives at 12 Garden Street, flat 4.": "She lives at [address], [address].",
    "Her husband Ivan Petrov beats her.": "Her husband [name] beats her.",
    "She works for Mr. Petrov here.": "She works for [name] here.",
    "Её зовут М. Каримова. Каримова боится.": "Её зовут [name]. [name] боится.",
    "Anna Berezova calls. She fears Anna.": "[name] calls. She fears [name].",
    "В ФМС отказали. Я сказала: Вы правы.": "В ФМС отказали. Я сказала: Вы правы.",
    "It is MSK-2008-00042, she says heron-lantern-42.": "It is [number], she says [code word].",
    "Find wild_heron7, ask for olga.": "Find [link], ask for [name].",
    "I said what I'd do.\n- Then she left.": "I said what I'd do.\n- Then she left.",
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_tells_who_it_is_becomes_a_mark(text: str) -> None:
    assert masked(text, find(text, KNOWN)) == EXAMPLES[text]


def test_a_name_that_begins_a_sentence_and_stands_nowhere_else_is_left_to_the_person() -> None:
    """The page says so: should a pattern find it one day, take the words off the page."""
    assert masked("Anna calls.", find("Anna calls.", KnownOfPerson())) == "Anna calls."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call +7 900 000-00-16.", ["+7 900 000-00-16"]),
        ("Write to 00@example.org.", ["00@example.org"]),
        ("Passport AB 1234567 since 14.02.2008.", ["AB 1234567", "14.02.2008"]),
        ("It is MSK-2008-00042, heron-lantern-42, wild_heron7.", ["MSK-2008-00042", "heron-lantern-42", "wild_heron7"]),
        ("Her husband Ivan owes 30 000, flat 4.", []),  # a person may know that this tells nothing
    ],
)
def test_what_points_at_somebody_for_certain_is_left_in_by_nobody(text: str, left: list[str]) -> None:
    assert left_in(text, KNOWN) == left


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write: .@.@.", "Write: [e-mail][e-mail]."),
        ("On 3 x@example.org May.", "On [day][e-mail][day]."),
    ],
)
def test_what_stays_beside_a_mark_is_looked_at_again(text: str, said: str) -> None:
    done = masked(text, find(text, KNOWN))
    assert left_in(done, KNOWN) == []
    assert done == said


def test_the_number_to_call_back_is_one_mark_however_it_is_grouped() -> None:
    known = KnownOfPerson("8 (900) 000-00-16")
    text = "Call 8 900 000-00-16, or 000-00-16."
    assert masked(text, find(text, known)) == "Call [telephone], or [telephone]."
    assert left_in("Only 0016 is left.", KnownOfPerson("8 900 000 0016")) == ["0016"]


SIGNS = [*" .,:-@/\n+()№"]
WORDS = st.sampled_from([*SIGNS, "Anna", "ул.", "д.", "wild_heron7", "Mr", "12", "2008", "14.02.2008", "AB", "ru"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(max_size=3), max_size=30).map("".join))
def test_a_masked_text_holds_nothing_certain_and_the_pieces_are_the_text(text: str) -> None:
    spans = find(text, KNOWN)
    assert "".join(piece for piece, _mark in pieces(text, spans)) == text
    assert left_in(masked(text, spans), KNOWN) == []
