"""bereg report: what it prints, and the one line that a mistake gets."""

import csv
import io
import json
from unittest import mock

import pytest

from bereg.console.management.commands.report import Command

PERIOD = ("--from", "2007-05", "--to", "2008-05")
EXACT = (*PERIOD, "--exact")


@pytest.fixture(autouse=True)
def demonstration(settings: object, tmp_path: object, db: None) -> None:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    settings.DATA = tmp_path  # type: ignore[attr-defined]


def run(*typed: str) -> tuple[int, str, str]:
    """Run the command as typed; the connection of the test stays open."""
    out, err = io.StringIO(), io.StringIO()
    command = Command(stdout=out, stderr=err, no_color=True)
    with mock.patch("bereg.core.commands.connections.close_all"):
        try:
            command.run_from_argv(["bereg", "report", *typed])
        except SystemExit as stopped:
            return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_csv_has_the_columns_in_order(centre: object) -> None:
    code, out, err = run(*EXACT)
    rows = list(csv.reader(io.StringIO(out)))

    assert (code, err) == (0, "")
    assert rows[0] == ["table", "centre", "group", "period", "code", "count", "base", "percent"]
    assert ["enquiries", "moscow", "all", "2007-05/2008-05", "total", "0", "", ""] in rows
    assert "\r" not in out


def test_json_has_the_same_rows_and_says_what_they_are_of(centre: object) -> None:
    code, out, err = run("--from", "2007-05", "--to", "2007-05", "--exact", "--format", "json", "--centre", "moscow")
    rows = json.loads(out)

    assert (code, err) == (0, "")
    assert rows[0] == {
        "table": "contacts",
        "centre": "moscow",
        "group": "all",
        "period": "2007-05",
        "code": "total",
        "count": 0,
        "base": None,
        "percent": None,
        "first": "2007-05",
        "last": "2007-05",
        "home_country": "RU",
    }
    assert {row["centre"] for row in rows} == {"moscow"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (PERIOD, "protected figures come later"),
        (("--from", "2007-13", "--to", "2008-05", "--exact"), "2007-13"),
        (("--from", "May 2007", "--to", "2008-05", "--exact"), "May 2007"),
        (("--from", "2007-5", "--to", "2008-05", "--exact"), "2007-5"),
        (("--from", "0000-01", "--to", "2008-05", "--exact"), "0000-01"),
        (("--from", "2007-05\n", "--to", "2008-05", "--exact"), "2007-05"),
        (("--from", "٢٠٠٧-٠٥", "--to", "2008-05", "--exact"), "٢٠٠٧-٠٥"),
        (("--from", "2008-06", "--to", "2008-05", "--exact"), "2008-06"),
        ((*EXACT, "--centre", "atlantis"), "moscow"),
        ((*EXACT, "--centre", ""), "unknown centre"),
        ((*EXACT, "--format", "xml"), "csv or json"),
        ((*EXACT, "--format"), "--format"),
        (("--from", "2007-05", "--exact"), "--to"),
        ((*EXACT, "--colour", "red"), "--colour"),
        ((), "--from"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(centre: object, typed: tuple[str, ...], says: str) -> None:
    code, out, err = run(*typed)

    assert (code, out) == (2, "")
    assert says in err
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err.startswith("bereg report: ")


def test_exact_figures_stay_inside_the_demonstration(centre: object, settings: object) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    code, out, err = run(*EXACT)

    assert (code, out) == (2, "")
    assert "demonstration" in err
    assert err.count("\n") == 1
