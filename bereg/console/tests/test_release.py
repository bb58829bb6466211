"""bereg release: prepares, lists, and writes the public figures as a folder of pages that lead to each other."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.console.management.commands.release import Command
from bereg.console.management.commands.report import Command as Report
from bereg.core.commands import PlainCommand
from bereg.core.languages import AWAITING
from bereg.counting import store
from bereg.counting.closing import close_month
from bereg.counting.tests.conftest import enquire, version
from bereg.public_site.themes import by_theme
from bereg.publications.models import Release

__all__ = ["enquire", "version"]
MAY = ("--from", "2007-05", "--to", "2007-05")


@pytest.fixture(autouse=True)
def closed_may(enquire: Any, supervisor: User, settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[None]:
    """A month in which twenty men asked."""
    settings.DATA = tmp_path / "data"
    monkeypatch.setattr("bereg.console.management.commands.release.require_vault", lambda: None)  # it is open here
    enquire(citizenship="RU", gender="male", times=20)
    with time_machine.travel(datetime(2007, 6, 5, 9, tzinfo=UTC), tick=False):
        close_month(month=date(2007, 5, 1), by=supervisor)
        yield


def run(*typed: str) -> tuple[int, str, str]:
    return ran(Command, "release", *typed)


def report(*typed: str) -> tuple[int, str, str]:
    return ran(Report, "report", *typed)


def ran(made: Callable[..., PlainCommand], name: str, *typed: str) -> tuple[int, str, str]:
    """Run a command as typed; the connection of the test stays open."""
    out, err = io.StringIO(), io.StringIO()
    command = made(stdout=out, stderr=err, no_color=True)
    with mock.patch("bereg.core.commands.connections.close_all"):
        try:
            command.run_from_argv(["bereg", name, *typed])
        except SystemExit as stopped:
            return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def publish() -> Release:
    code, _out, err = run("prepare", *MAY)
    assert (code, err) == (0, "")
    Release.objects.update(published_at=datetime(2007, 6, 5, 9, tzinfo=UTC))
    return Release.objects.get()


def test_what_is_prepared_is_listed(supervisor: User) -> None:
    code, out, err = run("prepare", *MAY)
    assert (code, err) == (0, "")
    assert "2007-05/2007-05 v1 is prepared" in out
    found = Release.objects.get()

    assert found.prepared_by is None
    assert run("status")[1].split() == ["2007-05/2007-05", "v1", "prepared", found.digest]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("prepare", "--from", "2007-06", "--to", "2007-06"), "closed months only"),
        (("prepare", "--from", "2007-05", "--to", "2007-04"), "in order"),
        (("prepare", "--from", "May", "--to", "2007-05"), "in order"),
        (("publish",), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(typed: tuple[str, ...], said: str) -> None:
    code, _out, err = run(*typed)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_damaged_counts_are_named_with_the_command_that_counts_them_anew() -> None:
    [path] = (store.folder() / "cubes").glob("2007-05.*")
    path.write_bytes(path.read_bytes()[:-100])
    code, _out, err = run("prepare", *MAY)
    assert (code, err.count("\n")) == (1, 1)
    assert "release recount --from 2007-05 --to 2007-05" in err
    assert not Release.objects.exists()

    code, out, err = run("recount", *MAY)
    assert (code, err) == (0, "")
    assert "counted anew" in out
    assert run("prepare", *MAY)[0] == 0


def test_lost_facts_are_named_by_both_commands() -> None:
    store.facts_path("contacts", date(2007, 5, 1)).unlink()
    for act in ("prepare", "recount"):
        code, _out, err = run(act, *MAY)
        assert (code, err.count("\n")) == (1, 1)
        assert "The facts of May 2007 are missing. Restore" in err


def test_the_export_is_whole_and_its_links_are_relative(tmp_path: Path) -> None:
    said = json.loads(publish().content)
    shown = {each["id"] for each in said["tables"] if each["rows"]}
    folder = tmp_path / "site"
    code, out, err = run("export", str(folder))
    assert (code, err) == (0, "")
    pages = sorted(folder.rglob("*.html"))

    assert {str(page.relative_to(folder)) for page in pages} == {
        "index.html",
        *(
            f"{language}/{rest}index.html"
            for language in ("ru", "en", "uz", "tg")
            for rest in (
                "",
                "2007-05/",
                *(f"2007-05/{theme}/" for theme in by_theme(dict.fromkeys(("totals", *shown)))),
                *(f"2007-05/all/{table}/" for table in ("totals", *shown)),
            )
        ),
    }
    for page in pages:
        for link in re.findall(r'\b(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            if not link.startswith(("#", "http")):
                assert not link.startswith("/"), (page, link)
                assert (page.parent / link.split("#")[0]).resolve().is_file(), (page, link)
    charts = {path.relative_to(folder).parts for path in folder.rglob("*.svg") if "all" in path.parts}
    assert {(language, scheme, name) for language, _period, _key, scheme, _all, name in charts} == {
        (language, scheme, f"{table}.svg")
        for language in ("ru", "en", "uz", "tg")
        for scheme in ("light", "dark")
        for table in ("totals", *shown)
    }
    unread = {
        page.relative_to(folder).parts[0] for page in pages if "awaits-reader" in page.read_text(encoding="utf-8")
    }
    assert unread == AWAITING
    assert not [page for page in pages if "<form" in page.read_text(encoding="utf-8")]  # which nobody would answer
    assert (folder / "en/latest/figures.csv").read_bytes() == (folder / "en/2007-05/figures.csv").read_bytes()
    assert (folder / "en/2007-05/figures.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "en/2007-05/figures-csv.zip").read_bytes().startswith(b"PK")
    written = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert f"{len(written) - 1} files" in out
    assert run("export", str(folder))[0] == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == written


def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    publish()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("theirs")
    code, _out, err = run("export", str(theirs))

    assert code == 2
    assert "not empty" in err
    assert [each.name for each in theirs.iterdir()] == ["letter.txt"]


def test_what_was_changed_is_not_written(tmp_path: Path) -> None:
    found = publish()
    Release.objects.update(content=found.content.replace("2007-05", "2007-04"))
    code, _out, err = run("export", str(tmp_path / "site"))

    assert code == 1
    assert "does not show what was published" in err
    assert not (tmp_path / "site").exists()


def test_the_report_without_exact_figures_is_what_was_published() -> None:
    code, _out, err = report(*MAY)
    assert code == 2
    assert "nothing is published of 2007-05" in err
    publish()
    rows = list(csv.DictReader(io.StringIO(report(*MAY)[1])))
    counts = {(row["table"], row["group"], row["code"]): row["count"] for row in rows}

    assert list(rows[0]) == ["table", "centre", "group", "period", "code", "count", "base", "percent"]
    assert {row["period"] for row in rows} == {"2007-05"}
    assert counts["gender", "all", "female"] == "<10"
    assert abs(int(counts["gender", "all", "male"]) - 20) <= 5
    assert json.loads(report(*MAY, "--format", "json")[1])[0]["table"] == "enquiries"


def test_no_report_of_a_release_that_was_changed() -> None:
    found = publish()
    Release.objects.update(content=found.content.replace('"base"', '"bass"'))
    code, out, err = report(*MAY)
    assert (code, out) == (1, "")
    assert "is not what was published" in err


def test_what_was_withdrawn_goes_from_an_earlier_export(tmp_path: Path) -> None:
    """And nothing else does that lies in the folder."""
    publish()
    folder = tmp_path / "site"
    run("export", str(folder))
    (folder / "robots.txt").write_text("theirs")
    Release.objects.update(withdrawn_at=datetime(2007, 6, 5, 9, tzinfo=UTC), withdrawn_because="figures")
    assert run("export", str(folder))[0] == 0

    left = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    assert {"index.html", "en/index.html", "robots.txt"} <= left
    assert not [name for name in left if "2007-05" in name]
