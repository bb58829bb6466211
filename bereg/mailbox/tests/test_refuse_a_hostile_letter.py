"""Hostile letters: limits before anything is read, nothing that falls over, and one that is odd is still a letter."""

import subprocess
import sys
import tracemalloc
import unicodedata
from collections import Counter
from random import Random

import pytest

from bereg.core.text_normalisation import BIDI_SIGNS
from bereg.mailbox import normalising
from bereg.mailbox.inbound import InboundMessage, LetterMark, Quarantined
from bereg.mailbox.letter_limits import LARGEST_B, MOST_FILES
from bereg.mailbox.normalising import normalise
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.mailbox.tests import hostile_letters
from bereg.mailbox.tests.hostile_letters import MEASURED, made_up

pytestmark = pytest.mark.once("it uses no database")
FIELDS = ("sender", "subject", "text", "quoted", "files", "tokens", "references", "is_automatic")


@pytest.mark.parametrize("name", MEASURED)
def test_what_was_measured_to_hurt_breaks_its_limit_or_is_read(name: str) -> None:
    letter, reason = MEASURED[name]
    found = normalise(letter())
    if reason is None:
        assert isinstance(found, InboundMessage)
    else:
        assert found == Quarantined(reason)


def test_all_of_them_take_less_of_the_processor_than_one_took() -> None:
    subprocess.run([sys.executable, "-m", hostile_letters.__name__], check=True)


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.torture)])
def test_made_up_letters_are_read_or_kept_apart(count: int) -> None:
    random, seen = Random(count), Counter[str]()  # noqa: S311 - made-up letters, the same each time
    for _ in range(count):
        raw = made_up(random)
        found = normalise(raw)
        assert isinstance(found, InboundMessage) or found.reason is not QuarantineReason.UNREADABLE, raw
        if isinstance(found, InboundMessage):
            assert_clean(found)
            seen.update(name for name in FIELDS if getattr(found, name))
            seen.update(mark.value for mark in found.marks)
    assert set(seen) == {*FIELDS, *(mark.value for mark in LetterMark)}  # they reach what there is to reach
    print(f"{count} letters, 0 faults")  # noqa: T201 - what a long run prints is its figure


def assert_clean(letter: InboundMessage) -> None:
    short = [letter.subject, letter.sender, *(file.name for file in letter.files)]
    for text in [letter.text, letter.quoted, *short]:
        assert unicodedata.is_normalized("NFC", text)
        assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n"]
        assert not set(text) & set(BIDI_SIGNS)
    assert not any("\n" in text for text in short)
    assert len(letter.files) <= MOST_FILES


def test_the_largest_letter_stays_within_256_mb() -> None:
    part = b"--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = hostile_letters.MULTIPART + part + b"QUFB" * 3_000_000 + b"\r\n" + part + b"QUFB" * 3_000_000
    assert LARGEST_B * 0.9 < len(raw) < LARGEST_B
    tracemalloc.start()
    try:
        found = normalise(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(found, InboundMessage)
    assert [len(file.content) for file in found.files] == [9_000_000, 9_000_000]
    assert peak + len(raw) < 256 * 1024 * 1024


def test_parts_inside_parts_are_no_copy_each() -> None:
    raw = hostile_letters.nested(19) + b"x" * (LARGEST_B - 5_000)
    tracemalloc.start()
    try:
        assert normalise(raw) == Quarantined(QuarantineReason.LONG_TEXT)
        assert tracemalloc.get_traced_memory()[1] < 2 * LARGEST_B
    finally:
        tracemalloc.stop()


def test_whatever_goes_wrong_keeps_one_letter_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_letter: object) -> InboundMessage:
        raise RecursionError

    monkeypatch.setattr(normalising, "_message", fails)
    assert normalise(b"From: anna@example.org\r\n\r\nhelp") == Quarantined(QuarantineReason.UNREADABLE)
