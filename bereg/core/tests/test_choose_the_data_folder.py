"""Where the data lie: beside the source of a checkout, else where the system keeps data."""

import os
from pathlib import Path

import pytest

from bereg import environment


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BEREG_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.chdir(tmp_path)


def chosen(package: Path) -> Path:
    return environment.data_folder("BEREG_DATA", package)


def test_a_checkout_keeps_them_beside_its_source(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "pyproject.toml").touch()
    assert chosen(tmp_path / "source" / "bereg") == tmp_path / "source" / "var"


def test_what_is_installed_keeps_them_where_the_system_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "bereg"
    assert chosen(package) == tmp_path / "home" / ".local" / "share" / "bereg"
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")  # to be ignored, by the rule of such folders
    assert chosen(package) == tmp_path / "home" / ".local" / "share" / "bereg"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chosen(package) == Path("/var/lib/bereg")
    monkeypatch.setenv("BEREG_DATA", "own")
    assert chosen(package) == tmp_path / "own"
