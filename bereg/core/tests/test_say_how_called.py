"""A hint names the program as the person called it."""

import os
import sys
from pathlib import Path

import pytest

from bereg.core.program_name import as_called, as_typed


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / ".venv" / "bin" / "bereg"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.defpath)
    return path


def called(monkeypatch: pytest.MonkeyPatch, word: str) -> str:
    monkeypatch.setattr(sys, "argv", [word, "demo"])
    return as_called()


def test_a_path_stays_a_path(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch, ".venv/bin/bereg") == ".venv/bin/bereg"
    assert called(monkeypatch, str(program)) == ".venv/bin/bereg"
    monkeypatch.chdir(program.parent)
    assert called(monkeypatch, "/elsewhere/.venv/bin/bereg") == "/elsewhere/.venv/bin/bereg"


def test_a_name_that_the_terminal_finds_stays_a_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert called(monkeypatch, str(program)) == "bereg"


def test_a_module_is_called_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch, "/srv/bereg/bereg/__main__.py") == "python -m bereg"


def test_something_else_that_runs_us_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch, "/srv/bereg/.venv/bin/pytest") == "bereg"


def test_a_command_in_a_sentence_can_be_typed(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(program), "doctor"])
    said = "Run `bereg keys rotate` (bereg keys): bereg.env stays, Bereg stays."
    expected = "Run `.venv/bin/bereg keys rotate` (.venv/bin/bereg keys): bereg.env stays, Bereg stays."
    assert as_typed(said) == expected
