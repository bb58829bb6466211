"""Exact figures leave the program after a second person agreed, once, for that period and centre alone."""

import csv
import datetime as dt
import io
import re
from dataclasses import fields

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.counting.queries import ReportRow
from bereg.counting.tests.conftest import Enquire
from bereg.report import export, views_export
from bereg.report.export import ExportRequest
from conftest import make_user

ASK, TAKE, PAGE = reverse("report:ask_export"), reverse("report:export"), reverse("report:report")
SENT = {"first": "2007-05", "last": "2007-06", "centre": "moscow"}


@pytest.fixture
def some(enquire: Enquire) -> None:
    enquire(citizenship="RU", gender="female")
    enquire("2007-06-10T12:00:00+00:00", citizenship="UZ", gender="male")


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def browser(client: Client, supervisor: User, some: None) -> Client:
    client.force_login(supervisor)
    return client


def agree(by: User) -> Approval:
    approval = Approval.objects.get(decision="")
    approvals.decide(approval=approval, agrees=True, by=by)
    return approval


def test_the_file_is_taken_once_after_a_second_person_agreed(browser: Client, second: User, supervisor: User) -> None:
    assert browser.post(TAKE, SENT).status_code == 409
    asked = browser.post(ASK, SENT, follow=True)
    assert "waiting for a second person" in asked.content.decode()
    assert browser.post(TAKE, SENT).status_code == 409
    approval = agree(second)
    page = browser.get(PAGE, SENT).content.decode()
    assert "Supervisor 02 agreed" in page
    assert str(approval.pk) in page  # for the command line

    taken = browser.post(TAKE, SENT)
    assert taken.status_code == 200
    assert taken.headers["Content-Disposition"] == 'attachment; filename="figures-exact-2007-05-to-2007-06-moscow.csv"'
    assert taken.headers["Content-Type"].startswith("text/csv")
    assert "no-store" in taken.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert {row["centre"] for row in rows} == {"moscow"}
    total = [row["count"] for row in rows if (row["table"], row["group"], row["code"]) == ("enquiries", "all", "total")]
    assert total == ["2"]
    [(at, who, number)] = {tuple(re.split(r" (?=Supervisor)| (?=\S+$)", row["marked"])) for row in rows}
    assert (who, number) == (supervisor.name, str(approval.pk))
    assert dt.datetime.fromisoformat(at).tzinfo == dt.UTC
    assert list(rows[0]) == [
        *(field.name for field in fields(ReportRow)),
        "marked",
    ]  # those that readers know come first
    assert browser.post(TAKE, SENT).status_code == 409
    assert ChainedAct.objects.get(action="figures.exported").actor == str(supervisor.pk)
    assert ChainedAct.objects.get(action="figures.exported").target == str(approval.pk)


def test_the_report_is_taken_to_print_by_the_same_agreement_and_carries_the_mark(
    browser: Client, second: User, supervisor: User
) -> None:
    browser.post(ASK, SENT)
    approval = agree(second)
    taken = browser.post(TAKE, SENT | {"format": "pdf"})
    assert (taken.status_code, taken["Content-Type"]) == (200, "application/pdf")
    assert taken["Content-Disposition"] == 'attachment; filename="figures-exact-2007-05-to-2007-06-moscow.pdf"'
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(taken.content)).pages]
    assert "Exact figures, not for publication." in pages[0]
    assert supervisor.name in pages[0]
    assert str(approval.pk).replace("-", "") in pages[0].replace("-", "").replace(" ", "")
    assert "Moscow: people turned to the centre 2 times" in pages[0]
    assert any("female" in page for page in pages)
    assert ChainedAct.objects.get(action="figures.exported").target == str(approval.pk)
    assert browser.post(TAKE, SENT | {"format": "pdf"}).status_code == 409


def test_a_report_that_cannot_be_made_leaves_the_agreement(
    browser: Client, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post(ASK, SENT)
    agree(second)

    def fails(*_args: object) -> bytes:
        raise FiguresFault("The facts of May 2007 are missing.")

    with monkeypatch.context() as broken:
        broken.setattr(views_export, "pdf", fails)
        assert browser.post(TAKE, SENT | {"format": "pdf"}).status_code == 409
    assert browser.post(TAKE, SENT | {"format": "pdf"}).status_code == 200


@pytest.mark.parametrize(
    "other", [{"first": "2007-06"}, {"last": "2007-05"}, {"centre": "all"}], ids=["months", "fewer", "all centres"]
)
def test_an_agreement_is_for_these_months_and_this_centre_alone(
    browser: Client, second: User, other: dict[str, str]
) -> None:
    browser.post(ASK, SENT)
    agree(second)
    assert browser.post(TAKE, SENT | other).status_code == 409
    assert browser.post(TAKE, SENT).status_code == 200


def test_a_colleague_does_not_take_what_another_asked_for(browser: Client, second: User) -> None:
    browser.post(ASK, SENT)
    agree(second)
    theirs = Client()
    theirs.force_login(second)
    assert theirs.post(TAKE, SENT).status_code == 409


def test_after_a_day_the_agreement_is_over(client: Client, supervisor: User, second: User, some: None) -> None:
    now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    wanted = ExportRequest(Period(dt.date(2007, 5, 1), dt.date(2007, 6, 1)), "moscow")
    with time_machine.travel(now, tick=False):
        export.ask(wanted=wanted, by=supervisor)
        agree(second)
    with time_machine.travel(now + dt.timedelta(hours=24), tick=False), pytest.raises(approvals.NeededError):
        export.take(wanted=wanted, by=supervisor)
    with time_machine.travel(now + dt.timedelta(hours=23), tick=False):
        assert export.take(wanted=wanted, by=supervisor)


def test_another_centres_figures_are_not_asked_for(
    browser: Client, other_centre: Centre, second: User, supervisor: User
) -> None:
    there = SENT | {"centre": "astrakhan"}
    assert browser.post(ASK, there).status_code == 404
    assert browser.post(TAKE, there).status_code == 404
    assert 'id="export"' not in browser.get(PAGE, there).content.decode()
    assert not Approval.objects.exists()


def test_figures_of_all_centres_are_decided_by_who_is_of_them_all(
    browser: Client, other_centre: Centre, second: User
) -> None:
    browser.post(ASK, SENT | {"centre": "all"})
    with pytest.raises(approvals.NotYourDecisionError):
        agree(second)
    agree(make_user(other_centre, Role.ADMIN, "Administrator 01"))
    taken = browser.post(TAKE, SENT | {"centre": "all"})
    assert b",astrakhan," in taken.content


def test_a_supervisor_of_another_centre_does_not_decide(browser: Client, other_centre: Centre) -> None:
    browser.post(ASK, SENT)
    with pytest.raises(approvals.NotYourDecisionError):
        agree(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR}))
def test_other_roles_neither_ask_nor_take(client: Client, centre: Centre, some: None, role: Role) -> None:
    client.force_login(make_user(centre, role, "Somebody"))
    assert [client.post(address, SENT).status_code for address in (ASK, TAKE)] == [403, 403]
    assert 'id="export"' not in client.get(PAGE, SENT).content.decode()


def test_a_request_says_in_words_what_it_is_about_and_where_it_is_done(
    browser: Client, second: User, client: Client
) -> None:
    browser.post(ASK, SENT)
    [approval] = approvals.seen_by(second)
    kind = approvals.known_kind(approval)
    assert kind
    words = kind.describe(approval.target)
    assert words == "Exact figures, not for publication: May 2007 – June 2007, Moscow"
    assert browser.get(kind.where(approval.target)).context["form"].cleaned_data["centre"] == "moscow"


def test_nonsense_is_not_asked_for(browser: Client) -> None:
    assert browser.post(ASK, SENT | {"first": "2031-01"}).status_code == 404
    assert browser.get(ASK).status_code == browser.get(TAKE).status_code == 405
