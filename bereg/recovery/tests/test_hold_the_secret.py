"""What a restore digests, while it brings an older backup up to date, is digested under the secret of the backup."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bereg.centres.import_sections import row_key
from bereg.recovery import restore


def test_the_secret_that_is_put_back_holds_at_once(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: Callable[..., dict[str, int]] = lambda *_given: {}  # noqa: E731
    monkeypatch.setattr("bereg.recovery.restore.copies.put_back", nothing)
    monkeypatch.setattr("bereg.recovery.restore.store.put_back", nothing)
    settings.SECRET_KEY = "the secret of the backup"
    known = row_key("journal", ["16"])
    settings.SECRET_KEY, settings.DATA = "of the empty place", str(tmp_path / "var")
    (tmp_path / "var" / "keys").mkdir(parents=True)
    (tmp_path / "work" / "keys").mkdir(parents=True)
    (tmp_path / "work" / "keys" / "django.key").write_text("the secret of the backup")
    assert row_key("journal", ["16"]) != known
    restore._put_back(tmp_path / "work", ())
    assert row_key("journal", ["16"]) == known
