"""Settings of what the public is shown: a slip stops the start with a sentence, and not a page at night."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bereg import environment

GOOD = ["", "https://bereg.example.org", "https://bereg.example.org/", "http://127.0.0.1:8000", "https://[::1]:8443"]
BAD = [
    "bereg.example.org",
    "ftp://bereg.example.org",
    "https://bereg.example.org/ru/",
    "https://",
    "https://a b",
    "https://me@a.org",
]


@pytest.mark.parametrize("value", GOOD)
def test_an_address_without_a_path_is_taken(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BEREG_ADDRESS", value)
    assert environment.site("BEREG_ADDRESS") == value.rstrip("/")


@pytest.mark.parametrize("value", BAD)
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BEREG_ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match="write the address alone"):
        environment.site("BEREG_ADDRESS")


def test_a_logo_is_a_file_that_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BEREG_PUBLISHER_LOGO", str(tmp_path / "logo.png"))
    with pytest.raises(ImproperlyConfigured, match="there is no such file"):
        environment.file("BEREG_PUBLISHER_LOGO")
    (tmp_path / "logo.png").touch()
    assert environment.file("BEREG_PUBLISHER_LOGO") == tmp_path / "logo.png"
    monkeypatch.setenv("BEREG_PUBLISHER_LOGO", "")
    assert environment.file("BEREG_PUBLISHER_LOGO") is None
