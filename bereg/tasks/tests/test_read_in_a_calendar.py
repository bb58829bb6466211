"""The appointments of one person in their own calendar: a secret link, and a file that says when and nothing else."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.actions import close_user, reopen_user
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre, Membership
from bereg.contacts.channels import Precision
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.tasks import actions
from bereg.tasks.calendar_feed import _folded
from bereg.tasks.calendar_link import make_link
from bereg.tasks.choices import DropReason, TaskKind
from bereg.tasks.models import CalendarLink, Task
from bereg.tasks.tests.conftest import WORDS, made
from conftest import make_user

pytestmark = pytest.mark.django_db
PAGE, MAKE, REVOKE = (f"tasks:{name}" for name in ("appointments", "make_calendar_link", "revoke_calendar_link"))


@pytest.fixture
def appointment(enquiry: Enquiry, operator: User) -> Task:
    return made(enquiry, operator, kind=TaskKind.APPOINTMENT, due_at=soon(), holder=operator)


def soon() -> dt.datetime:
    return timezone.now().replace(minute=30, second=0, microsecond=0) + dt.timedelta(days=2)


def read(secret: str) -> bytes:
    answer = Client().get(reverse("tasks:calendar", args=[secret]))
    assert answer.status_code == 200
    return bytes(answer.content)


def events(content: bytes) -> Iterator[dict[str, str]]:
    """Read a file as a calendar does: unfold its lines, part names from values."""
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "VERSION:2.0" in lines
    now: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            now = {}
        elif line == "END:VEVENT":
            yield dict(now)
        else:
            assert name not in now, line
            now[name] = value


def test_it_says_when_and_where_and_names_nobody(
    appointment: Task, enquiry: Enquiry, operator: User, centre: Centre
) -> None:
    operator.language = "en"
    operator.save()
    content = read(make_link(by=operator))
    (event,) = events(content)
    assert event["SUMMARY"] == "Appointment"
    assert event["DTSTART"] == appointment.due_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    assert (event["STATUS"], event["SEQUENCE"], event["CLASS"]) == ("CONFIRMED", "0", "PRIVATE")
    assert event["LOCATION"] == str(centre)
    assert event.keys() == set("UID DTSTAMP SEQUENCE DTSTART SUMMARY LOCATION STATUS CLASS".split())
    for hidden in (enquiry.number, str(enquiry.pk), str(appointment.pk), WORDS, operator.name, operator.username):
        assert hidden not in content.decode()


def test_one_for_any_time_of_a_day_is_on_that_day(enquiry: Enquiry, operator: User) -> None:
    task = made(
        enquiry,
        operator,
        kind=TaskKind.APPOINTMENT,
        due_at=dt.datetime(2029, 12, 31, 21, tzinfo=dt.UTC),
        precision=Precision.DAY,
        holder=operator,
    )
    (event,) = events(read(make_link(by=operator)))
    assert event["DTSTART;VALUE=DATE"] == f"{task.due_on:%Y%m%d}" == "20291231"


def test_a_moved_one_is_the_same_and_a_dropped_one_is_cancelled(appointment: Task, operator: User) -> None:
    secret = make_link(by=operator)
    (first,) = events(read(secret))
    actions.drop(task=appointment, version=1, because=DropReason.NOT_WANTED, by=operator)
    (then,) = events(read(secret))
    assert (then["UID"], then["STATUS"], then["SEQUENCE"]) == (first["UID"], "CANCELLED", "1")


def test_only_what_one_has_is_there(
    appointment: Task, enquiry: Enquiry, operator: User, lawyer: User, task: Task
) -> None:
    made(enquiry, operator, kind=TaskKind.APPOINTMENT, due_at=soon(), holder=lawyer)
    made(enquiry, operator, kind=TaskKind.APPOINTMENT, due_at=soon(), holder=None, role=Role.OPERATOR)
    assert len(list(events(read(make_link(by=operator))))) == 1
    assert len(list(events(read(make_link(by=lawyer))))) == 1


def test_with_the_consent_it_is_gone_and_so_is_it_at_a_centre_that_one_left(
    appointment: Task, enquiry: Enquiry, operator: User, centre: Centre
) -> None:
    secret = make_link(by=operator)
    Membership.objects.filter(user=operator).delete()
    assert not list(events(read(secret)))
    Membership.objects.create(user=operator, centre=centre)
    assert len(list(events(read(secret)))) == 1
    enquiry.refresh_from_db()
    withdraw_consent(enquiry=enquiry, by=operator)
    assert not list(events(read(secret)))


def test_the_page_shows_the_link_once_and_a_new_one_ends_the_old_one(desk: Client, operator: User) -> None:
    first = desk.post(reverse(MAKE)).context["address"]
    assert "/calendar/" in first
    page = desk.get(reverse(PAGE)).content.decode()
    assert first not in page
    assert "Make a new link" in page
    second = desk.post(reverse(MAKE)).context["address"]
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    assert desk.post(reverse(REVOKE)).status_code == 302
    assert Client().get(second).status_code == 404
    assert "Make a new link" not in desk.get(reverse(PAGE)).content.decode()
    kept = ["calendar_link.made", "calendar_link.made", "calendar_link.revoked"]
    assert [act.action for act in acts_on(operator) if act.action.startswith("calendar_link")] == kept


def test_no_secret_is_kept(operator: User) -> None:
    secret = make_link(by=operator)
    assert secret not in str(CalendarLink.objects.values().get())


def test_it_ends_with_the_account_and_does_not_come_back_with_it(operator: User, centre: Centre) -> None:
    secret, boss = make_link(by=operator), make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    address = reverse("tasks:calendar", args=[secret])
    assert Client().get(address).status_code == 200
    close_user(user=operator, by=boss)
    assert Client().get(address).status_code == 404
    reopen_user(user=operator, by=boss)
    assert Client().get(address).status_code == 404


def test_it_ends_with_a_role_that_has_no_appointments(operator: User) -> None:
    secret = make_link(by=operator)
    operator.role = Role.ANALYST
    operator.save()
    assert Client().get(reverse("tasks:calendar", args=[secret])).status_code == 404


def test_what_is_answered_is_no_page_to_keep_and_makes_no_session(operator: User, appointment: Task) -> None:
    good = Client().get(reverse("tasks:calendar", args=[make_link(by=operator)]))
    assert good["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in good["Cache-Control"]
    assert not good.cookies
    wrong, missing = (Client().get(each) for each in (reverse("tasks:calendar", args=["A" * 43]), "/no-such-page/"))
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content


def test_a_long_line_is_folded_between_letters() -> None:
    long = "LOCATION:" + "Ж" * 60 + "😀" * 20
    folded = b"".join(_folded([long]))
    parts = folded.split(b"\r\n")
    assert max(map(len, parts)) <= 75
    assert all(part.decode() for part in parts[:-1])
    assert folded.decode().replace("\r\n ", "") == long + "\r\n"
