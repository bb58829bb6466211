"""Commands speak the language of the terminal, unless the installation names one."""

import pytest

from bereg.core.commands import language_of_terminal


@pytest.mark.parametrize(
    ("named", "terminal", "spoken"),
    [
        ("", {"LANG": "ru_RU.UTF-8"}, "ru"),
        ("", {"LANG": "ru_RU.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANG": "uz_UZ.UTF-8"}, "en"),
        ("", {}, "ru"),
        ("ru", {"LANG": "en_GB.UTF-8"}, "ru"),
    ],
)
def test_the_language_of_a_command(
    named: str, terminal: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.LANGUAGE_CODE = "ru"  # type: ignore[attr-defined]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, terminal.get(name, ""))
    monkeypatch.setenv("BEREG_LANGUAGE", named)
    assert language_of_terminal() == spoken
