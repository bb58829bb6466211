"""A task is done, moved or dropped, once; a question is answered, and the answer stays on the file."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.tests.entries import entries_on
from bereg.contacts.channels import Precision
from bereg.core import secure_delete
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.entries import entries_of
from bereg.enquiries.entries import opened as opened_entry
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.tasks import actions
from bereg.tasks.choices import DropReason, MoveReason
from bereg.tasks.models import Task
from bereg.tasks.queries import tasks_for, to_do
from bereg.tasks.tests.conftest import asked, made, stands
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason

pytestmark = pytest.mark.django_db
ANSWER = "Child protection first."


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


def test_what_is_done_is_on_no_list_any_more(task: Task, operator: User) -> None:
    actions.finish(task=task, version=1, by=operator)
    now = stands(task)
    assert (now.state, now.version, now.ended_at is not None) == ("done", 2, True)
    assert not to_do(operator)
    assert [act.action for act in entries_on(task)] == ["task.made", "task.done"]


def test_it_is_moved_with_a_reason_and_stays_promised(task: Task, operator: User) -> None:
    later = tomorrow()
    moved = {"due_at": later, "precision": Precision.MINUTE, "because": MoveReason.NOT_REACHED}
    actions.move(task=task, version=1, by=operator, **moved)  # type: ignore[arg-type]
    now = stands(task)
    assert (now.due_at, now.state, now.because, now.moves, now.version) == (later, "open", "not_reached", 1, 2)
    assert list(to_do(operator)) == [task]
    assert [(act.action, act.because) for act in entries_on(task)][1:] == [("task.moved", "")]


def test_it_is_dropped_with_a_reason(task: Task, operator: User) -> None:
    actions.drop(task=task, version=1, because=DropReason.NOT_WANTED, by=operator)
    assert (stands(task).state, stands(task).because) == ("dropped", "not_wanted")
    assert [(act.action, act.because) for act in entries_on(task)][1:] == [("task.dropped", "")]


@pytest.mark.parametrize("act", ["finish", "drop", "move", "take", "give"])
def test_the_slower_of_two_is_told(task: Task, operator: User, act: str) -> None:
    more: dict[str, dict[str, Any]] = {
        "drop": {"because": DropReason.NEEDLESS},
        "move": {"due_at": tomorrow(), "precision": Precision.MINUTE, "because": MoveReason.WAITING},
        "give": {"to": operator},
    }
    actions.move(
        task=task,
        version=1,
        due_at=tomorrow(),
        precision=Precision.MINUTE,
        because=MoveReason.ASKED,
        by=operator,
    )
    before = stands(task)
    with pytest.raises(actions.StaleTaskError):
        getattr(actions, act)(task=task, version=1, by=operator, **more.get(act, {}))
    assert stands(task).version == before.version == 2


def test_nothing_more_becomes_of_what_has_ended(task: Task, operator: User) -> None:
    actions.finish(task=task, version=1, by=operator)
    with pytest.raises(actions.StaleTaskError):
        actions.drop(task=stands(task), version=2, because=DropReason.MISTAKE, by=operator)
    assert stands(task).state == "done"


def test_a_colleagues_task_is_theirs(task: Task, colleague: User, supervisor: User) -> None:
    with pytest.raises(actions.NotYourTaskError):
        actions.finish(task=task, version=1, by=colleague)
    actions.finish(task=task, version=1, by=supervisor)


def test_an_answer_stays_on_the_file_and_who_asked_is_told(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = asked(enquiry, operator)
    actions.take(task=task, version=1, by=lawyer)
    actions.answer(task=stands(task), version=2, said=ANSWER, by=lawyer)
    (entry,) = entries_of(enquiry)
    assert opened_entry(entry, by=operator, because=Because.CASE_WORK).text == ANSWER
    assert (entry.author, stands(task).answer) == (lawyer, entry)
    assert [each.person for each in Notice.objects.filter(kind="task.answered")] == [operator]
    assert stands(task).state == "done"


def test_who_has_the_enquiry_now_is_told_of_the_answer_too(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, lawyer: User
) -> None:
    task = made(enquiry, operator, kind="question", holder=lawyer)
    assign_enquiry(enquiry=enquiry, version=enquiry.version, to=colleague, by=supervisor)
    Notice.objects.all().delete()
    actions.answer(task=task, version=1, said=ANSWER, by=lawyer)
    told = {(each.person, each.kind) for each in Notice.objects.all()}
    assert told == {(operator, "task.answered"), (colleague, "task.answered_on_yours")}
    assert tasks_for(colleague).filter(pk=task.pk).exists()


def test_a_lawyer_who_has_the_enquiry_is_not_told_of_their_own_answer(
    enquiry: Enquiry, operator: User, supervisor: User, lawyer: User
) -> None:
    task = made(enquiry, operator, kind="question", holder=lawyer)
    assign_enquiry(enquiry=enquiry, version=enquiry.version, to=lawyer, by=supervisor)
    Notice.objects.all().delete()
    actions.answer(task=task, version=1, said=ANSWER, by=lawyer)
    assert [each.person for each in Notice.objects.all()] == [operator]


def test_who_has_not_taken_a_question_cannot_answer_it(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = asked(enquiry, operator)
    with pytest.raises(actions.NotYourTaskError):
        actions.answer(task=task, version=1, said=ANSWER, by=lawyer)
    assert not entries_of(enquiry)


def test_an_answer_of_two_is_written_once(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = made(enquiry, operator, kind="question", holder=lawyer)
    actions.answer(task=task, version=1, said=ANSWER, by=lawyer)
    with pytest.raises((actions.StaleTaskError, actions.NotYourTaskError)):
        actions.answer(task=task, version=1, said="Another one.", by=lawyer)
    assert len(entries_of(enquiry)) == 1


def test_withdrawn_consent_ends_what_was_promised(task: Task, enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    assert stands(task).words == b""
    assert not to_do(operator)
    assert not tasks_for(operator)
    with pytest.raises((actions.StaleTaskError, actions.NotYourTaskError)):
        actions.finish(task=stands(task), version=2, by=operator)


@pytest.mark.parametrize("is_held", [False, True])
def test_a_notice_of_a_task_goes_with_the_consent(
    enquiry: Enquiry,
    operator: User,
    supervisor: User,
    *,
    is_held: bool,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(secure_delete, "cut_log", bool)  # which the transaction of a test does not let
    made(enquiry, operator, holder=supervisor)
    unread = Notice.objects.filter(person=supervisor, read_at=None)
    assert unread.count() == 1
    if is_held:
        until = timezone.localdate() + dt.timedelta(days=9)
        why = "an invented order, number 16"
        holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor)
    with django_capture_on_commit_callbacks(execute=True), suppress(holds.HeldError):
        withdraw_consent(enquiry=enquiry, by=operator)
    assert not unread.exists()
