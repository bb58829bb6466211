"""A passphrase is typed twice or made and typed back; one that is soon guessed is refused wherever it comes from."""

import io
from pathlib import Path
from typing import Any

import pytest

from bereg.vault import keyring, passphrase, root, unlocking
from bereg.vault.passphrase import NoPassphrase, WeakPassphrase
from bereg.vault.tests import cheap
from bereg.vault.tests.test_unlock import GIVEN, data

__all__ = ["data"]


class Terminal:
    """Somebody who types these lines."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
        self.left = list(lines)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("getpass.getpass", lambda _prompt: self.left.pop(0))


@pytest.fixture
def no_file(data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSPHRASE_FILE = ""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))


def test_a_new_passphrase_is_typed_twice(no_file: None, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = Terminal(monkeypatch, "short", "four words are fine", "four words are five", "four words are fine")
    typed.left += ["four words are fine"]
    assert passphrase.chosen() == "four words are fine"
    assert typed.left == []


def test_enter_alone_makes_one_that_is_typed_back_from_paper(
    no_file: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = "abcde-fghij-klmno-pqrst"
    monkeypatch.setattr(passphrase, "fresh", lambda: shown)
    typed = Terminal(monkeypatch, "", "abcde-fghij-klmno-pqrsu", shown)
    assert passphrase.chosen() == shown
    assert typed.left == []
    said = capsys.readouterr().err
    assert said.count(shown) == 2  # again after the slip
    assert "two people" in said


def test_one_that_nobody_can_type_back_is_not_taken(no_file: None, monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, "", *["something else"] * passphrase.TRIES)
    with pytest.raises(NoPassphrase, match="chosen"):
        passphrase.chosen()


def test_one_that_is_made_has_twenty_signs_and_is_another_each_time() -> None:
    made = {passphrase.fresh() for _each in range(5)}
    assert {len(each.replace("-", "")) for each in made} == {20}
    assert len(made) == 5


def test_a_mistyped_passphrase_may_be_typed_again(
    no_file: None, db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = root.make(GIVEN)
    Terminal(monkeypatch, "another one", GIVEN)
    unlocking.unlocked()
    assert keyring.require() == held
    assert "not the passphrase" in capsys.readouterr().err


@pytest.mark.parametrize("key", [EOFError, KeyboardInterrupt])
def test_whoever_types_nothing_is_told_so_in_one_line(
    no_file: None, monkeypatch: pytest.MonkeyPatch, key: type[BaseException]
) -> None:
    def leave(_prompt: str) -> str:
        raise key

    Terminal(monkeypatch)
    monkeypatch.setattr("getpass.getpass", leave)
    with pytest.raises(NoPassphrase, match="typed"):
        passphrase.typed()
    with pytest.raises(NoPassphrase, match="typed"):
        passphrase.chosen()


WEAK = ["x", "elevenchars", "aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "qwertyqwerty", "987654321098765", "Password12345"]


@pytest.mark.parametrize("weak", WEAK)
def test_a_passphrase_that_is_soon_guessed_is_refused_wherever_it_comes_from(data: Path, db: None, weak: str) -> None:
    (data.parent / "passphrase").write_text(weak)
    with pytest.raises(WeakPassphrase, match="too weak"):
        unlocking.unlocked()
    assert not root.exists()
    root.make(GIVEN)
    with pytest.raises(WeakPassphrase):
        root.write(bytes(32), weak, over=True)
    assert len(root.read(GIVEN)) == 32


@pytest.mark.parametrize("strong", [GIVEN, "four words are fine", "четыре слова подойдут", ""])
def test_words_that_nobody_guesses_are_taken(strong: str) -> None:
    strong = strong or passphrase.fresh()
    assert passphrase.weakness(strong) == ""


def test_an_installation_with_a_weak_one_opens_and_says_so_at_each_start(
    data: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    root.make(GIVEN)
    root.path().chmod(0o600)
    root.path().write_bytes(cheap.encrypt(bytes(32), "x"))
    root.path().chmod(0o400)
    (data.parent / "passphrase").write_text("x")
    unlocking.unlocked()
    assert keyring.require() == bytes(32)
    assert "fewer than 12 characters" in capsys.readouterr().err
    keyring.lock()
    assert keyring.weak_passphrase() == ""
