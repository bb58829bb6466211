"""The pages of an alarm: the key, the strip, the steps, and what is said where two act at once."""

import datetime as dt
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Session, User
from bereg.accounts.roles import Role
from bereg.accounts.session_middleware import BACKGROUND
from bereg.centres.models import Centre, Line
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.dangers import actions, queries
from bereg.dangers.choices import Ending, PassReason, ProcedureKind
from bereg.dangers.models import Danger, Procedure, TickedStep
from bereg.dangers.tests.conftest import Raise, stands
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.factors import sign_in

# On PostgreSQL as the user that serves: the walls stand before every page.
pytestmark = pytest.mark.usefixtures("serve")
STRIP, WAITING = reverse("dangers:strip"), reverse("dangers:waiting")
Register = Callable[..., Enquiry]


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def strip_of(person: User) -> str:
    return browser_of(person).get(STRIP).content.decode()


@pytest.fixture
def register(centre: Centre, operator: User) -> Register:
    def enquire(consent: Consent = Consent.NO) -> Enquiry:
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        questionnaire = publish_standard()
        registration = Registration(contact=contact, matter=Matter(consent=consent), questionnaire=questionnaire)
        return register_enquiry(registration=registration, by=operator)

    return enquire


def test_one_key_raises_it_before_anything_is_saved(centre: Centre, operator: User) -> None:
    form, sent_id, shown = uuid4(), uuid4(), set()
    for _ in range(2):
        sent = {"id": sent_id, "form": form, "line": str(centre.pk)}
        answer = browser_of(operator).post(reverse("dangers:raise"), sent, headers={"Sec-Fetch-Dest": "empty"})
        assert answer.status_code == 200
        shown |= set(re.findall(r'data-danger="([^"]+)"', answer.content.decode()))
    assert shown == {str(Danger._base_manager.get().pk)}
    assert (Danger._base_manager.get().form, Enquiry._base_manager.exists()) == (form, False)


@pytest.mark.parametrize("damaged", [{}, {"id": "x", "form": "y", "line": "z"}, {"form": "", "line": str(uuid4())}])
def test_whatever_a_page_sends_the_alarm_is_raised(damaged: dict[str, str], centre: Centre, operator: User) -> None:
    answer = browser_of(operator).post(reverse("dangers:raise"), damaged)
    raised = Danger._base_manager.get()
    assert (answer.headers["Location"], raised.centre) == (raised.get_absolute_url(), centre)


def test_it_is_raised_at_the_centre_of_the_line_that_is_chosen(
    centre: Centre, other_centre: Centre, operator: User
) -> None:
    other_centre.memberships.create(user=operator)
    line = Line.objects.create(centre=other_centre, slug="desk", kind="counter", address={"": "Invented street, 1"})
    browser_of(operator).post(reverse("dangers:raise"), {"line": str(line.pk)})
    assert Danger._base_manager.get().centre == other_centre


def test_it_is_raised_at_the_centre_of_the_enquiry_that_the_page_shows(
    register: Register, other_centre: Centre, operator: User, supervisor: User
) -> None:
    here, there = other_centre, register()
    operator.memberships.update(centre=here)
    there.centre.memberships.create(user=operator)
    browser_of(operator).post(reverse("dangers:raise"), {"form": there.pk})
    assert Danger._base_manager.get().centre == there.centre
    assert there.number in strip_of(supervisor)


def test_a_lawyers_alarm_on_a_task_of_somebody_elses_enquiry_rings_where_that_is(
    register: Register, other_centre: Centre
) -> None:
    enquiry = register()
    lawyer = make_user(other_centre, Role.LAWYER, "Lawyer 02")
    enquiry.centre.memberships.create(user=lawyer)
    for place in (enquiry.centre, other_centre):  # whichever of the two the pages take for theirs
        sent = {"form": enquiry.pk, "line": str(place.pk)}
        browser_of(lawyer).post(reverse("dangers:raise"), sent)
        assert Danger._base_manager.get().centre == enquiry.centre
        Danger._base_manager.all().delete()


def test_nobody_raises_one_who_works_at_no_centre(db: None) -> None:
    person = make_user(None, Role.OPERATOR, "Operator 77")
    assert browser_of(person).post(reverse("dangers:raise"), {}).status_code == 403


def test_the_strip_shows_centre_and_time_and_the_number_once_there_is_one(
    raised: Raise, register: Register, supervisor: User, operator: User
) -> None:
    enquiry, waits = register(), raised()
    assert enquiry.number not in strip_of(supervisor)
    Danger._base_manager.filter(pk=waits.pk).update(form=enquiry.pk)
    shown = strip_of(supervisor)
    assert {enquiry.number in shown, str(waits.centre) in shown} == {True}
    assert operator.name not in shown


def test_the_number_is_that_of_the_enquiry_which_the_call_joined(
    raised: Raise, register: Register, centre: Centre, operator: User, supervisor: User
) -> None:
    enquiry, form = register(), uuid4()
    raised(form=form)
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), id=form)
    join_contact(enquiry=enquiry, contact=contact, by=operator)
    assert enquiry.number in strip_of(supervisor)
    page = browser_of(supervisor).get(enquiry.get_absolute_url()).content.decode()
    assert "Alarm: in danger" in page


def test_no_number_of_another_centre_is_shown(register: Register, other_centre: Centre, far_supervisor: User) -> None:
    enquiry = register()
    actions.raise_danger(id=uuid4(), centre=other_centre, form=enquiry.pk, by=far_supervisor)
    assert enquiry.number not in strip_of(far_supervisor)


def test_the_number_is_shown_only_to_who_may_read_the_enquiry(
    register: Register, raised: Raise, operator: User, other_centre: Centre, far_supervisor: User
) -> None:
    enquiry = register()
    danger = raised(form=enquiry.pk)
    lawyer = make_user(danger.centre, Role.LAWYER, "Lawyer 02")
    actions.take(danger=danger, by=operator)
    actions.pass_on(danger=stands(danger), to=other_centre, because=PassReason.THERE, by=operator)
    Danger._base_manager.update(let_go_at=timezone.now() - dt.timedelta(minutes=11))
    page = browser_of(far_supervisor).get(danger.get_absolute_url()).content.decode()
    assert [enquiry.number in each for each in (strip_of(operator), strip_of(far_supervisor), page)] == [
        True,
        False,
        False,
    ]
    actions.take(danger=stands(danger), by=far_supervisor)
    actions.pass_on(danger=stands(danger), to=danger.centre, because=PassReason.KNOWN, by=far_supervisor)
    Danger._base_manager.update(let_go_at=timezone.now() - dt.timedelta(minutes=11))
    assert ("data-danger" in strip_of(lawyer), enquiry.number in strip_of(lawyer)) == (True, False)


def test_an_alarm_of_another_centre_is_taken_and_worked_through(
    raised: Raise, supervisor: User, centre: Centre, far_supervisor: User
) -> None:
    kind = ProcedureKind.DANGER
    actions.write_procedure(centre=centre, kind=kind, number=0, text="Call 112.", by=supervisor)
    danger, browser = raised(minutes_ago=11), browser_of(far_supervisor)
    assert browser.post(reverse("dangers:take", args=[danger.pk])).status_code == 302
    assert "Call 112." in browser.get(danger.get_absolute_url()).content.decode()
    sent = {"kind": "danger", "number": "1", "place": "1"}
    assert browser.post(reverse("dangers:tick", args=[danger.pk]), sent).status_code == 302
    assert browser.post(reverse("dangers:end", args=[danger.pk]), {"ending": "done"}).status_code == 302
    assert (stands(danger).ended_as, TickedStep._base_manager.get().words) == ("done", "Call 112.")


def test_who_comes_second_is_told_who_was_faster(raised: Raise, operator: User, supervisor: User) -> None:
    danger = raised()
    take = reverse("dangers:take", args=[danger.pk])
    answers = [browser_of(person).post(take) for person in (supervisor, operator)]
    assert [each.status_code for each in answers] == [302, 409]
    assert f"{supervisor.name} was faster" in answers[1].content.decode()
    assert stands(danger).taken_by == supervisor


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"kind": "child", "number": "0", "place": "99"}, 422),
        ({"kind": "child", "number": "9" * 30, "place": "1"}, 409),
        ({"kind": "child", "number": "5", "place": "1"}, 409),
        ({"kind": "nothing", "number": "0", "place": "1"}, 302),
    ],
)
def test_a_step_that_there_is_not(sent: dict[str, str], status: int, raised: Raise, supervisor: User) -> None:
    danger = raised()
    actions.take(danger=danger, by=supervisor)
    assert browser_of(supervisor).post(reverse("dangers:tick", args=[danger.pk]), sent).status_code == status


def test_a_step_of_an_alarm_that_nobody_took_is_refused_in_words(raised: Raise, supervisor: User) -> None:
    sent = {"kind": "child", "number": "0", "place": "1"}
    answer = browser_of(supervisor).post(reverse("dangers:tick", args=[raised().pk]), sent)
    assert (answer.status_code, "Take it first" in answer.content.decode()) == (409, True)


def test_how_it_ended_is_one_of_two(raised: Raise, operator: User) -> None:
    danger, browser = raised(), browser_of(operator)
    end = reverse("dangers:end", args=[danger.pk])
    assert [browser.post(end, {"ending": each}).status_code for each in ("", "done", "mistake", "mistake")] == [
        422,  # not said
        409,  # nobody took it
        302,
        409,
    ]
    assert stands(danger).ended_as == Ending.MISTAKE


def test_looking_for_alarms_keeps_no_session_alive(raised: Raise, operator: User) -> None:
    browser, now = browser_of(operator), timezone.now()
    before = Session.objects.get().active_at
    for minutes in (2, 4, 6):
        with time_machine.travel(now + dt.timedelta(minutes=minutes), tick=False):
            assert browser.get(STRIP, headers={BACKGROUND: "1"}).status_code == 200
    assert Session.objects.get().active_at == before
    with time_machine.travel(now + dt.timedelta(minutes=16), tick=False):
        assert browser.get(STRIP, headers={BACKGROUND: "1"}).status_code == 302


def test_a_signed_out_desk_learns_that_there_is_one_and_nothing_of_it(
    raised: Raise, supervisor: User, register: Register
) -> None:
    desk, stranger, enquiry = Client(), Client(), register()
    sign_in(desk, supervisor)
    desk.post(reverse("account_logout"))
    nothing = desk.get(WAITING).content.decode()
    danger = raised(form=enquiry.pk)
    for address in (WAITING, reverse("account_login")):
        told, untold = desk.get(address).content.decode(), stranger.get(address).content.decode()
        assert ('data-danger="waiting"' in told, 'data-danger="waiting"' in untold) == (True, False)
        assert not {str(danger.centre), enquiry.number, str(danger.pk)} & set(told.split())
        assert enquiry.number not in told
    assert "data-danger" not in nothing
    actions.take(danger=danger, by=supervisor)
    assert "data-danger" not in desk.get(WAITING).content.decode()


def test_a_supervisor_writes_the_steps_and_nothing_typed_is_lost(centre: Centre, supervisor: User) -> None:
    address = reverse("dangers:write_steps", args=[centre.pk, "danger"])
    browser = browser_of(supervisor)
    long = browser.post(address, {"version": "0", "text": f"Short.\n{'x' * 301}"})
    assert (long.status_code, "Short." in long.content.decode()) == (422, True)
    assert browser.post(address, {"version": "0", "text": "First.\nSecond."}).status_code == 302
    stale = browser.post(address, {"version": "0", "text": "Mine."})
    page = stale.content.decode()
    assert (stale.status_code, "Mine." in page, "Second." in page) == (409, True, True)
    assert browser.post(address, {"version": "1", "text": "Mine."}).status_code == 302
    assert list(Procedure._base_manager.order_by("number").values_list("text", flat=True)) == [
        "First.\nSecond.",
        "Mine.",
    ]
    assert "Mine." in browser.get(reverse("dangers:steps")).content.decode()


def test_nobody_else_writes_them(centre: Centre, other_centre: Centre, operator: User, supervisor: User) -> None:
    own, other = (reverse("dangers:write_steps", args=[each.pk, "danger"]) for each in (centre, other_centre))
    assert browser_of(operator).get(own).status_code == 403
    assert browser_of(supervisor).get(other).status_code == 404
    assert browser_of(supervisor).get(reverse("dangers:write_steps", args=[centre.pk, "nothing"])).status_code == 404


def test_one_that_runs_stands_before_all_that_ended_and_the_others_are_on_the_next_page(
    raised: Raise, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    runs, ended = raised(minutes_ago=30), raised()
    actions.end(danger=ended, ending=Ending.MISTAKE, by=supervisor)
    pages = [browser_of(supervisor).get(reverse("dangers:dangers"), {"page": page}) for page in ("1", "2")]
    assert [[each.danger for each in page.context["alarms"]] for page in pages] == [[runs], [ended]]
    assert 'href="?page=2"' in pages[0].content.decode()
