"""What `make test` and `make quick` let the tests see, and which they choose (tools/suite.py)."""

import pytest

from tools import suite

pytestmark = pytest.mark.once("it uses no database")


def test_the_settings_of_who_runs_the_tests_are_not_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BEREG_DATA", "BEREG_TEST_POSTGRES_URL", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    seen = suite.environment()
    assert "BEREG_TEST_POSTGRES_URL" in seen
    assert seen.keys().isdisjoint({"BEREG_DATA", "PYTHONDONTWRITEBYTECODE"})
