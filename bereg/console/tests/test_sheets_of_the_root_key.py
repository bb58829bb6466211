"""`bereg keys escrow` and `restore`: the sheets of the root key, written whole or not at all, and typed back."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.console.tests.keys_command import GIVEN, Run, acts, admin, agreed, run, second, typing
from bereg.vault import escrow, keks, keyring, root
from conftest import ROOT_KEY

__all__ = ["admin", "run", "second"]


def test_printed_sheets_restore_the_root_key_on_an_empty_machine(run: Run, tmp_path: Path) -> None:
    run("escrow", "--to", str(tmp_path), "--no-check")
    one, two, three = sorted(tmp_path.glob("bereg-sheet-?.txt"))
    assert {file.stat().st_mode & 0o777 for file in (one, two, three)} == {0o600}
    with pytest.raises(CommandError, match="move it away first"):
        run("restore", "--sheet", str(one), "--sheet", str(two))
    root.path().unlink()
    for wrong, reason in ((str(one), "both are sheet 1"), (str(tmp_path / "none"), "No such file")):
        with pytest.raises(CommandError, match=reason):
            run("restore", "--sheet", str(one), "--sheet", wrong)
    keyring.lock()
    run("restore", "--sheet", str(three), "--sheet", str(one))
    assert root.read(GIVEN) == ROOT_KEY
    assert root.path().stat().st_mode & 0o777 == 0o400
    assert acts()[-1] == "keys.restored"


def test_sheets_of_another_installation_are_refused(run: Run, centre: Centre, tmp_path: Path) -> None:
    keks.prepare(centre.pk)
    root.path().unlink()
    names = []
    for sheet in escrow.split(os.urandom(32))[:2]:
        names.append(tmp_path / str(sheet.number))
        names[-1].write_text("\n".join(f"{place}: {line}" for place, line in enumerate(sheet.lines(), 1)))
    with pytest.raises(CommandError, match="does not belong"):
        run("restore", "--sheet", str(names[0]), "--sheet", str(names[1]))
    assert not root.exists()


def test_a_slip_in_a_file_is_said_with_its_line(run: Run, tmp_path: Path) -> None:
    run("escrow", "--to", str(tmp_path), "--no-check")
    root.path().unlink()
    one, two, _ = sorted(tmp_path.glob("bereg-sheet-?.txt"))
    text = one.read_text()
    place = text.index("4: ") + 3
    one.write_text(text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :])
    with pytest.raises(CommandError, match="line 4 holds a slip"):
        run("restore", "--sheet", str(one), "--sheet", str(two))
    one.write_text("nothing of the kind")
    with pytest.raises(CommandError, match="no whole sheet"):
        run("restore", "--sheet", str(one), "--sheet", str(two))


def test_two_sheets_typed_back_prove_that_they_can_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = escrow.split(ROOT_KEY)
    monkeypatch.setattr(escrow, "split", lambda _key: sheets)
    first, second = sheets[2].lines(), sheets[0].lines()
    left = typing(monkeypatch, first[0].lower(), "a slip", f"2: {first[1]}", *first[2:], *second)
    said = run("escrow")
    assert left == []
    assert all(line in said for sheet in sheets for line in sheet.lines())
    assert "The sheets restore the root key." in said
    assert acts() == ["keys.escrowed"]


def test_sheets_are_checked_unless_somebody_says_not_to(run: Run, tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="--no-check"):
        run("escrow")
    with pytest.raises(CommandError, match="among the data"):
        run("escrow", "--no-check", "--to", str(settings.DATA))
    with pytest.raises(CommandError, match="no folder"):
        run("escrow", "--no-check", "--to", str(tmp_path / "none"))
    assert acts() == []


def third_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full once two sheets are written."""
    opened = os.open

    def open_two(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith("bereg-sheet-3.txt"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened(path, *more, **named)

    monkeypatch.setattr("os.open", open_two)


def test_a_sheet_that_lies_there_is_said_before_the_agreement_is_used(
    run: Run, admin: User, second: User, tmp_path: Path
) -> None:
    number = agreed("escrow", admin, second)
    for left in ("bereg-sheet-1.txt", "bereg-sheet-3.txt"):
        (tmp_path / left).write_text("of another split")
        with pytest.raises(CommandError, match=f"{left} is there: move it away first"):
            run("escrow", "--to", str(tmp_path), "--no-check", "--approval", number)
        assert [file.name for file in tmp_path.glob("bereg-sheet-*")] == [left]
        (tmp_path / left).unlink()
    assert "keys.escrowed" not in acts()
    run("escrow", "--to", str(tmp_path), "--no-check", "--approval", number)
    assert len(list(tmp_path.glob("bereg-sheet-?.txt"))) == 3


def test_sheets_are_written_down_before_the_first_one_is_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    third_fails(monkeypatch)
    with pytest.raises(CommandError, match=r"could not be written into .*\(No space left on device\)"):
        run("escrow", "--no-check", "--to", str(tmp_path))
    assert list(tmp_path.glob("bereg-sheet-*")) == []
    assert acts() == ["keys.escrowed"]

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("bereg.console.management.commands.keys.audit.record", fail)
    with pytest.raises(OSError, match="full"):
        run("escrow", "--no-check", "--to", str(tmp_path))
    assert not (tmp_path / "bereg-sheet-1.txt").exists()
