"""An alarm does not stay with somebody who is not there any more: it rings anew, as if nobody had had it."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts import audit_recording
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.queries import acts_on
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre, Membership
from bereg.dangers import actions, escalation
from bereg.dangers.choices import Ending
from bereg.dangers.models import Danger
from bereg.dangers.tests.conftest import Raise, stands, told_of
from bereg.shifts.models import RosterWeek
from bereg.shifts.roster import Planned, write_week
from conftest import make_user

NOW = dt.datetime(2026, 3, 11, 9, 0, tzinfo=dt.UTC)  # a Wednesday, noon in Moscow
MINUTE = dt.timedelta(minutes=1)
Go = Callable[[User], object]


@pytest.fixture(autouse=True)
def _noon() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def taker(centre: Centre) -> User:
    return make_user(centre, Role.OPERATOR, "Operator 02")


@pytest.fixture
def taken(raised: Raise, taker: User) -> Danger:
    danger = raised()
    actions.take(danger=danger, by=taker)
    return stands(danger)


def close(person: User) -> None:
    User.objects.filter(pk=person.pk).update(closed_at=timezone.now())


def lose_the_role(person: User) -> None:
    User.objects.filter(pk=person.pk).update(role=Role.ANALYST)


def leave_the_centre(person: User) -> None:
    Membership.objects.filter(user=person).delete()


def after(minutes: int) -> time_machine.travel:
    return time_machine.travel(NOW + minutes * MINUTE, tick=False)


@pytest.mark.parametrize("go", [close, lose_the_role, leave_the_centre])
def test_it_rings_anew_where_its_taker_works_no_longer(
    go: Go, taken: Danger, taker: User, supervisor: User, far_supervisor: User
) -> None:
    escalation.tell_next()
    assert stands(taken).taken_by == taker
    go(taker)
    escalation.tell_next()
    now = stands(taken)
    assert (now.taken_by, now.taken_at, now.let_go_by, now.let_go_at) == (None, None, None, NOW)
    assert (supervisor.name in told_of(taken), far_supervisor.name in told_of(taken)) == (True, False)
    assert acts_on(taken)[-1].action == "danger.left_behind"
    with after(11):
        escalation.tell_next()
        assert far_supervisor.name in told_of(taken)


def test_it_rings_anew_when_the_shift_of_its_taker_has_ended(
    taken: Danger, taker: User, centre: Centre, supervisor: User
) -> None:
    today = in_zone(NOW, centre).date()
    begins = in_zone(NOW, centre).time()
    RosterWeek.objects.of_centres([centre]).delete()
    shift = Planned(taker, today, begins, (dt.datetime.combine(today, begins) + dt.timedelta(hours=2)).time())
    monday = today - dt.timedelta(days=today.weekday())
    write_week(centre=centre, monday=monday, version=0, shifts=[shift], by=supervisor)
    with after(119):
        escalation.tell_next()
        assert stands(taken).taken_by == taker
    with after(120):
        escalation.tell_next()
        assert stands(taken).taken_by is None
        actions.take(danger=stands(taken), by=taker)  # who stays for it takes it once more
    with after(180):
        escalation.tell_next()
        assert stands(taken).taken_by == taker


def test_it_rings_anew_when_its_taker_has_signed_out_and_stays_away(taken: Danger, taker: User) -> None:
    audit_recording.signed_out(taker)
    with after(4):
        escalation.tell_next()
        assert stands(taken).taken_by == taker
    with after(5):
        escalation.tell_next()
        assert stands(taken).taken_by is None


def test_who_came_back_or_let_a_session_run_out_still_has_it(taken: Danger, taker: User) -> None:
    audit_recording.signed_out(taker)
    with after(3):
        audit.record("user.signed_in", target=taker, by=taker)
    with after(60):
        escalation.tell_next()
        assert stands(taken).taken_by == taker


def test_what_a_supervisor_of_another_centre_took_stays_with_them(raised: Raise, far_supervisor: User) -> None:
    danger = raised(minutes_ago=11)
    actions.take(danger=danger, by=far_supervisor)
    escalation.tell_next()
    assert stands(danger).taken_by == far_supervisor


def test_what_has_ended_rings_no_more(taken: Danger, taker: User) -> None:
    actions.end(danger=taken, ending=Ending.DONE, by=taker)
    close(taker)
    assert (escalation.tell_next(), stands(taken).taken_by) == (0, taker)


def test_the_page_says_why_it_rings_anew(taken: Danger, taker: User, supervisor: User, client: object) -> None:
    close(taker)
    escalation.tell_next()
    client.force_login(supervisor)  # type: ignore[attr-defined]
    page = client.get(taken.get_absolute_url()).content.decode()  # type: ignore[attr-defined]
    assert ("rang anew: who took it is not there any more" in page, "given back" in page) == (True, False)
