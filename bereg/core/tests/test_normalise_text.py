"""Every text that comes in can be stored by either database and deceives no reader."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.core.text_normalisation import BIDI_SIGNS, Bidi, TooLongError, normalise

ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=200)
TROUBLE = st.text(alphabet="ae\u0301\u0316\u0344\u0327\u202e\ud800\udc00\x00\x85\r\n\t\u1100\u1161", max_size=60)


@given(ANY_TEXT | TROUBLE, st.sampled_from(Bidi))
def test_the_result_is_clean_for_every_text(text: str, bidi: Bidi) -> None:
    clean = normalise(text, bidi=bidi)
    assert clean.encode().decode() == clean  # no surrogate is left
    assert all(unicodedata.category(letter) != "Cc" for letter in clean.replace("\t", "").replace("\n", ""))
    assert not set(BIDI_SIGNS) & set(clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert normalise(clean, bidi=bidi) == clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1bc\x7f\x9f", "abc"),
        ("one\r\ntwo\rthree\tfour\n", "one\ntwo\nthree\tfour\n"),
        ("\ud800", "\ufffd"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("e\u0301", "\u00e9"),
        ("Прошу помощи", "Прошу помощи"),
        ("a" + "\u0316" * 20 + "b", "a" + "\u0316" * 8 + "b"),
        ("нет\u00adпереноса 👩‍👩‍👧", "нет\u00adпереноса 👩‍👩‍👧"),
    ],
)
def test_known_trouble_is_mended(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_a_narrative_shows_the_controls_of_direction() -> None:
    assert normalise("a\u202eb", bidi=Bidi.SIGN) == "a⟦RLO⟧b"


def test_a_text_that_is_too_long_is_refused_before_any_work() -> None:
    assert normalise("a" * 10, most=10) == "a" * 10
    with pytest.raises(TooLongError):
        normalise("a" * 11, most=10)


def test_a_hundred_thousand_marks_cost_little() -> None:
    begun = time.process_time()
    assert len(normalise("a" + "\u0316\u0301" * 50_000)) < 10
    assert time.process_time() - begun < 1
