"""What a driver says is quoted, and no password with it."""

import pytest

from bereg.counting.faults import AddressError, EngineError, reason_of


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Connection refused.\n\tIs it running?", "Connection refused"),
        ("GET https://somebody:secret@far.example.org/facts failed", "GET https://far.example.org/facts failed"),
        ("GET https://somebody:se@cret@far.example.org/a@b failed", "GET https://far.example.org/a@b failed"),
        ("bad option: password=secret", "bad option: password=…"),
        ("", "OSError"),
    ],
)
def test_a_password_is_not_quoted(said: str, quoted: str) -> None:
    assert reason_of(OSError(said), "", "secret") == quoted


def test_each_says_what_is_not_reached() -> None:
    faults = AddressError(address="s3://b/f", reason="no route"), EngineError(engine="clickhouse", reason="no route")
    assert [str(each) for each in faults] == [
        "The facts at s3://b/f, which BEREG_FACTS names, cannot be reached: no route.",
        "The engine clickhouse, which BEREG_ENGINE names, has not counted: no route.",
    ]
