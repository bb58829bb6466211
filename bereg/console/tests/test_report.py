"""bereg report: what it prints, and the one line that a mistake gets."""

import csv
import datetime as dt
import io
import json
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.console.management.commands.report import Command
from bereg.report.export import KIND
from conftest import make_user

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
    assert out.splitlines()[:3] == ["[", " {", '  "table": "contacts",']
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
        (PERIOD, "nothing is published of 2007-05/2008-05"),
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


def test_in_the_demonstration_it_is_recorded_and_needs_nobody(centre: object) -> None:
    assert run(*EXACT)[0] == 0
    entry = ChainedAct.objects.get()
    assert (entry.action, entry.because, entry.target) == ("figures.exported", "demonstration", "2007-05-01")


@pytest.fixture
def agreed(centre: Centre, supervisor: User, settings: Any) -> Approval:
    """An agreement to the figures of this period and all centres, outside the demonstration."""
    settings.DEMONSTRATION = False
    target = "2007-05/2008-05 all"
    approval = approvals.ask(kind=KIND, target=target, by=supervisor)
    approvals.decide(approval=approval, agrees=True, by=make_user(centre, Role.ADMIN, "Administrator 01"))
    return approval


def refused(*typed: str) -> str:
    code, out, err = run(*typed)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert not ChainedAct.objects.filter(action="figures.exported").exists()
    return err


def test_exact_figures_need_the_number_of_an_agreement(agreed: Approval) -> None:
    assert "--approval" in refused(*EXACT)
    assert "is no number" in refused(*EXACT, "--approval", "yes")
    assert "no agreement" in refused(*EXACT, "--approval", str(uuid4()))
    code, out, err = run(*EXACT, "--approval", str(agreed.pk))
    assert (code, err) == (0, "")
    head, *lines = csv.reader(out.splitlines())
    assert head == ["table", "centre", "group", "period", "code", "count", "base", "percent", "marked"]
    assert all(agreed.asked_by.name in line[-1] and line[-1].endswith(str(agreed.pk)) for line in lines)
    entry = ChainedAct.objects.get(action="figures.exported")
    assert (entry.target, entry.because) == (str(agreed.pk), "command")


def test_who_asked_must_still_work_at_the_centre(agreed: Approval, supervisor: User) -> None:
    moscow = approvals.ask(kind=KIND, target="2007-05/2008-05 moscow", by=supervisor)
    approvals.decide(approval=moscow, agrees=True, by=User.objects.get(role=Role.ADMIN))
    supervisor.memberships.all().delete()
    assert "no agreement" in refused(*EXACT, "--centre", "moscow", "--approval", str(moscow.pk))
    moscow.refresh_from_db()
    assert moscow.used_at is None


def test_the_mark_is_in_each_object_of_json_and_in_no_figure_of_the_demonstration(
    agreed: Approval, settings: Any
) -> None:
    code, out, _err = run(*EXACT, "--format", "json", "--approval", str(agreed.pk))
    assert code == 0
    marked = json.loads(out)
    assert all(each.pop("marked").endswith(str(agreed.pk)) for each in marked)
    settings.DEMONSTRATION = True
    assert json.loads(run(*EXACT, "--format", "json")[1]) == marked


def test_an_agreement_is_used_once(agreed: Approval) -> None:
    assert run(*EXACT, "--approval", str(agreed.pk))[0] == 0
    code, out, err = run(*EXACT, "--approval", str(agreed.pk))
    assert (code, out) == (2, "")
    assert "no agreement" in err


@pytest.mark.parametrize(
    "typed",
    [("--from", "2007-05", "--to", "2008-04", "--exact"), (*EXACT, "--centre", "moscow")],
    ids=["other months", "one centre"],
)
def test_an_agreement_is_for_its_figures_alone(agreed: Approval, typed: tuple[str, ...]) -> None:
    assert "no agreement" in refused(*typed, "--approval", str(agreed.pk))


def test_what_nobody_agreed_to_and_what_is_too_old_is_refused(agreed: Approval, supervisor: User) -> None:
    asked = approvals.ask(kind=KIND, target="2007-05/2008-05 moscow", by=supervisor)
    assert "no agreement" in refused(*EXACT, "--centre", "moscow", "--approval", str(asked.pk))
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=25), tick=False):
        assert "no agreement" in refused(*EXACT, "--approval", str(agreed.pk))
