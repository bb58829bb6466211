"""The pages of tasks: new, looked at, taken, ended; what is typed is never lost."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.tasks import actions, safe_contact
from bereg.tasks.choices import DropReason, TaskKind
from bereg.tasks.models import SafeContact, Task
from bereg.tasks.tests.conftest import NOTE, NUMBER, WORDS, asked, made, stands
from conftest import make_user

pytestmark = pytest.mark.django_db
SAFELY = "Say: the clinic, about an appointment."


@pytest.fixture
def counsel(lawyer: User) -> Client:
    """The browser of the lawyer."""
    browser = Client()
    browser.force_login(lawyer)
    return browser


def new(enquiry: Enquiry) -> str:
    return reverse("tasks:new_task", args=[enquiry.pk])


def page(name: str, task: Task) -> str:
    return reverse(f"tasks:{name}", args=[task.pk])


def sent(by: User, centre: Centre, **changes: Any) -> dict[str, Any]:
    tomorrow = in_zone(timezone.now(), centre) + dt.timedelta(days=1)
    usual = {"id": str(uuid4()), "kind": "call_back", "due_on": f"{tomorrow:%Y-%m-%d}", "due_time": "17:30"}
    return {**usual, "whom": str(by.pk), "words": WORDS, **changes}


def test_a_new_task_is_due_by_the_clock_of_the_centre(desk: Client, enquiry: Enquiry, operator: User) -> None:
    answer = desk.post(new(enquiry), sent(operator, enquiry.centre))
    assert (answer.status_code, answer["Location"]) == (302, enquiry.get_absolute_url())
    task = Task._base_manager.select_related("centre").get()
    assert f"{in_zone(task.due_at, task.centre):%H:%M}" == "17:30"
    assert (task.precision, task.holder) == ("minute", operator)


def test_a_task_for_a_day_ends_with_that_day(desk: Client, enquiry: Enquiry, operator: User) -> None:
    typed = sent(operator, enquiry.centre, due_time="", whom="role:lawyer", kind="question")
    assert desk.post(new(enquiry), typed).status_code == 302
    task = Task._base_manager.select_related("centre").get()
    assert (task.precision, task.role, task.holder) == (Precision.DAY, "lawyer", None)
    assert (f"{in_zone(task.due_at, task.centre):%H:%M}", f"{task.due_on:%Y-%m-%d}") == ("00:00", typed["due_on"])


PAST = [
    {"due_on": "2008-02-14"},
    {"due_on": "2999-02-14"},
    {"due_on": "9999-12-31", "due_time": ""},
    {"due_on": "0001-01-01", "due_time": "00:30"},
    {"due_on": "the moon"},
]


@pytest.mark.parametrize("past", PAST)
def test_a_time_in_the_past_is_refused_and_nothing_is_lost(
    desk: Client, enquiry: Enquiry, operator: User, past: dict[str, str]
) -> None:
    answer = desk.post(new(enquiry), sent(operator, enquiry.centre, **past))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert "due_on" in answer.context["form"].errors
    assert not Task._base_manager.exists()


def test_a_colleague_who_left_meanwhile_is_said_and_nothing_is_lost(
    desk: Client, enquiry: Enquiry, operator: User, colleague: User
) -> None:
    typed = sent(operator, enquiry.centre, whom=str(colleague.pk))
    User.objects.filter(pk=colleague.pk).update(closed_at=timezone.now())
    answer = desk.post(new(enquiry), typed)
    assert answer.status_code == 422
    assert "no longer works here" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_the_same_form_twice_is_one_task(desk: Client, enquiry: Enquiry, operator: User) -> None:
    typed = sent(operator, enquiry.centre)
    assert [desk.post(new(enquiry), typed).status_code for _ in range(2)] == [302, 302]
    assert Task._base_manager.count() == 1


def test_without_an_enquiry_no_question_is_offered(desk: Client, operator: User, centre: Centre) -> None:
    address = reverse("tasks:new_free_task")
    assert desk.post(address, sent(operator, centre, kind="question")).status_code == 422
    assert desk.post(address, sent(operator, centre, kind="verify", whom="role:operator")).status_code == 302
    assert Task._base_manager.get().enquiry is None


def test_without_consent_nothing_is_promised(desk: Client, enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    assert desk.post(new(enquiry), sent(operator, enquiry.centre))["Location"] == enquiry.get_absolute_url()
    assert not Task._base_manager.exists()


def test_nothing_is_promised_on_what_was_registered_by_mistake(desk: Client, enquiry: Enquiry, operator: User) -> None:
    task = made(enquiry, operator)
    assert new(enquiry) in desk.get(enquiry.get_absolute_url()).content.decode()
    Enquiry._base_manager.update(mistake="twice")
    assert new(enquiry) not in desk.get(enquiry.get_absolute_url()).content.decode()
    assert desk.post(new(enquiry), sent(operator, enquiry.centre))["Location"] == enquiry.get_absolute_url()
    with pytest.raises(actions.ConsentGoneError):  # somebody noted it while the form was open
        made(enquiry, operator)
    with pytest.raises(actions.ConsentGoneError):  # which the page says as it is
        actions.finish(task=task, version=1, by=operator)
    assert list(Task._base_manager.all()) == [stands(task)]


def test_safe_contact_stands_before_the_number(desk: Client, task: Task, enquiry: Enquiry, operator: User) -> None:
    safe = safe_contact.Safe(hours_from=dt.time(17), words=SAFELY)
    safe_contact.write(enquiry=enquiry, version=0, safe=safe, by=operator)
    before = desk.get(page("task", task)).content.decode()
    assert SAFELY in before
    assert NUMBER not in before
    after = desk.post(page("show_number", task)).content.decode()
    assert after.index(SAFELY) < after.index(NUMBER)
    file = desk.post(reverse("desk:show_contact", args=[enquiry.pk]), {"because": "call_back"}).content.decode()
    assert file.index(SAFELY) < file.index(NUMBER)


def test_whoever_has_a_question_reads_the_matter_and_no_number(
    counsel: Client, enquiry: Enquiry, operator: User, lawyer: User
) -> None:
    task = asked(enquiry, operator)
    first = counsel.get(page("task", task)).content.decode()
    assert WORDS in first
    assert NOTE not in first
    assert counsel.post(page("take", task), {"version": "1"}).status_code == 302
    assert NOTE in counsel.get(page("task", task)).content.decode()
    assert counsel.get(enquiry.get_absolute_url()).status_code == 404
    counsel.post(page("show_number", task))
    assert NUMBER not in counsel.get(page("task", task)).content.decode()
    assert counsel.post(page("finish", task), {"version": "2", "said": "Do not sign."}).status_code == 302
    assert counsel.get(page("task", task)).status_code == 404  # it ends with the task


def test_an_empty_answer_is_refused(counsel: Client, enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = made(enquiry, operator, kind=TaskKind.QUESTION, holder=lawyer)
    assert counsel.post(page("finish", task), {"version": "1", "said": " "}).status_code == 422
    assert stands(task).is_open


@pytest.mark.parametrize("act", ["finish", "drop", "move"])
def test_the_slower_of_two_keeps_what_was_typed(desk: Client, task: Task, operator: User, act: str) -> None:
    typed = {**sent(operator, task.centre), "because": {"drop": "needless", "move": "waiting"}.get(act, "")}
    refused = desk.post(page(act, task), {**typed, "version": "0"})
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert act == "finish" or f'value="{typed["because"]}" selected' in shown
    assert act != "move" or 'value="17:30"' in shown
    assert stands(task).is_open
    assert desk.post(page(act, task), {**typed, "version": "1"}).status_code == 302
    assert stands(task).version == 2


def test_an_answer_to_a_question_that_was_dropped_meanwhile_stays_on_the_page(
    counsel: Client, enquiry: Enquiry, operator: User, lawyer: User, supervisor: User
) -> None:
    task = made(enquiry, operator, kind=TaskKind.QUESTION, holder=lawyer)
    Enquiry._base_manager.update(assignee=lawyer)  # who sees the task when it has ended too
    actions.drop(task=task, version=1, because=DropReason.NEEDLESS, by=supervisor)
    answer = counsel.post(page("finish", task), {"version": "1", "said": "Do not sign.\nAsk for a copy."})
    assert (answer.status_code, stands(task).state) == (409, "dropped")
    assert "Do not sign.<br>Ask for a copy." in answer.content.decode()
    moved = counsel.post(page("drop", task), {"version": "1", "because": "needless"})
    assert (moved.status_code, "what you typed are both here" in moved.content.decode()) == (409, False)
    assert "This task ended meanwhile" in moved.content.decode()


def test_a_move_into_the_past_is_refused(desk: Client, task: Task) -> None:
    answer = desk.post(page("move", task), {"version": "1", "due_on": "2008-02-14", "because": "asked"})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert stands(task).moves == 0


def test_the_file_begins_with_the_next_thing_promised(
    desk: Client, enquiry: Enquiry, operator: User, task: Task
) -> None:
    later = made(enquiry, operator, kind=TaskKind.FOLLOW_UP, due_at=timezone.now() + dt.timedelta(days=3))
    shown = desk.get(enquiry.get_absolute_url()).content.decode()
    assert "Next: call back" in shown
    assert shown.index(page("task", task)) < shown.index(page("task", later)) < shown.index("t-assignee")
    desk.post(page("finish", task), {"version": "1"})
    shown = desk.get(enquiry.get_absolute_url()).content.decode()
    assert "Next: follow up" in shown
    assert "Task: call back, done" in shown


def test_safe_contact_is_written_on_its_page(desk: Client, enquiry: Enquiry, operator: User) -> None:
    address = reverse("tasks:safe_contact", args=[enquiry.pk])
    typed = {"version": "0", "hours_from": "19:00", "hours_until": "17:00", "picks_up": "others", "message": "no"}
    answer = desk.post(address, {**typed, "words": SAFELY})
    assert answer.status_code == 422
    assert SAFELY in answer.content.decode()
    assert desk.post(address, {**typed, "hours_until": "21:00", "words": SAFELY}).status_code == 302
    assert SAFELY in desk.get(address).content.decode()
    stale = desk.post(address, {**typed, "hours_until": "21:00", "words": "Another one."})
    assert stale.status_code == 409
    assert SAFELY in stale.content.decode()
    assert "Another one." in stale.content.decode()
    assert "19:00–21:00, somebody else may pick up, leave no message" in stale.content.decode()
    slip = desk.post(address, {**typed, "words": "Another one."})
    assert (slip.status_code, slip.context["version"]) == (422, 0)  # what stands is not on that page
    assert SafeContact._base_manager.get().version == 1


def test_words_of_a_safe_contact_that_do_not_open_say_so_and_stay(desk: Client, task: Task, enquiry: Enquiry) -> None:
    address, stands = reverse("tasks:safe_contact", args=[enquiry.pk]), SafeContact._base_manager
    typed = {"picks_up": "others", "message": "no", "words": ""}
    assert desk.post(address, {**typed, "version": "0", "words": SAFELY}).status_code == 302
    sealed = bytearray(stands.get().words)
    sealed[-1] ^= 1
    stands.update(words=bytes(sealed))
    closed = "This text cannot be opened."
    file = desk.post(reverse("desk:show_contact", args=[enquiry.pk]), {"because": "call_back"}).content.decode()
    assert all(closed in each for each in (file, desk.get(page("task", task)).content.decode()))
    assert 'name="unopened" value="words"' in desk.get(address).content.decode()
    for version, more in (("1", {"unopened": "words"}), ("2", {})):
        assert desk.post(address, {**typed, "version": version, **more}).status_code == 302
        assert stands.get().words == bytes(sealed)
    unread = {**typed, "version": "3", "unopened": "words", "words": "Typed unread."}
    refused = desk.post(address, unread)
    assert (refused.status_code, stands.get().words) == (422, bytes(sealed))
    assert desk.post(address, {**unread, "replace": "words"}).status_code == 302
    assert "Typed unread." in desk.get(address).content.decode()


def test_words_that_open_again_after_a_form_was_shown_without_them_stay(desk: Client, enquiry: Enquiry) -> None:
    address = reverse("tasks:safe_contact", args=[enquiry.pk])
    typed = {"picks_up": "others", "message": "no"}
    desk.post(address, {**typed, "version": "0", "words": SAFELY})
    assert desk.post(address, {**typed, "version": "1", "unopened": "words", "words": ""}).status_code == 302
    assert SAFELY in desk.get(address).content.decode()


def test_another_centre_finds_none(task: Task, enquiry: Enquiry, other_centre: Centre) -> None:
    stranger = Client()
    stranger.force_login(make_user(other_centre, Role.SUPERVISOR, "Elsewhere"))
    assert stranger.get(page("task", task)).status_code == 404
    assert stranger.get(new(enquiry)).status_code == 404
