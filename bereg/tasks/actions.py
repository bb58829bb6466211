"""What is promised, and what becomes of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.core.compiled_queries import insert_new
from bereg.enquiries import entries
from bereg.enquiries.actions import NotYourEnquiryError
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.tasks.acts import DONE, DROPPED, FOR_ROLE, GIVEN, MADE, MOVED
from bereg.tasks.choices import DropReason, MoveReason, TaskKind, TaskState
from bereg.tasks.lending import may_lend
from bereg.tasks.models import Task
from bereg.tasks.queries import all_to_do, may_take, people_for_tasks, tasks_for, to_do
from bereg.tasks.texts import seal
from bereg.vault import actions as vault

ANSWERED = "task.answered"  # the kind of the notice to whoever asked
ANSWERED_ON_YOURS = "task.answered_on_yours"  # and to whoever has the enquiry now, where that is another


class StaleTaskError(Exception):
    """The task was changed, done or dropped meanwhile."""


class NotYourTaskError(Exception):
    """The task is not, or no longer, for the person to do this with."""


class LendsTooMuchError(NotYourTaskError):
    """It would open to somebody what neither they nor whoever gives it may open."""


class HolderLeftError(Exception):
    """The colleague does not work at the centre any more, or never did tasks there."""


class ConsentGoneError(Exception):
    """Nothing is done on the enquiry any more: nobody agrees that anything is kept of it, or it was a mistake."""


class TaskMadeError(Exception):
    """A task of this id stands already."""


@dataclass(frozen=True)
class Promise:
    """What is promised. holder: who is to do it; None: whoever has `role`. words: b"" may be left out."""

    kind: TaskKind
    due_at: dt.datetime
    precision: Precision = Precision.MINUTE
    holder: User | None = None
    role: Role | str = ""
    words: str = ""


def prepare(*, id: UUID, centre: Centre, enquiry: UUID | None, promise: Promise, by: User) -> Task:
    """Return a task to be, its words sealed under a key that is stored for good. Call it outside transactions.

    Raise HolderLeftError.
    """
    if promise.holder and promise.holder not in people_for_tasks(centre):
        raise HolderLeftError
    role = "" if promise.holder else Role(promise.role)
    if role and role not in roles_with(Permission.TASK):
        raise HolderLeftError
    names = ("kind", "due_at", "precision", "holder")
    said = {name: getattr(promise, name) for name in names}
    made = Task(id=id, centre=centre, enquiry_id=enquiry, role=role, made_by=by, **said)
    if promise.words:
        made.words = seal(made, promise.words)
    return made


@transaction.atomic
def store(*, task: Task, by: User) -> None:
    """Store what `prepare` returned. Raise ConsentGoneError, TaskMadeError."""
    if task.enquiry_id and not _agreed(task.enquiry_id, task.centre).exists():
        raise ConsentGoneError
    if not insert_new(task):
        raise TaskMadeError
    audit.record(MADE, target=task, by=by, sha256=vault.written_new(task))
    if task.holder and task.holder_id != by.pk:
        notices.give(kind=GIVEN, target=str(task.pk), to=[task.holder])


def make(*, id: UUID, centre: Centre, enquiry: Enquiry | None, promise: Promise, by: User) -> Task:
    """Promise something. Call it outside transactions.

    Raise NotYourTaskError where the person does not see the enquiry, or only codes are left of it; LendsTooMuchError,
    HolderLeftError, ConsentGoneError, TaskMadeError.
    """
    if enquiry and (enquiry.is_coarse or not enquiry.is_reached_by(by, Permission.ENQUIRY_READ)):
        raise NotYourTaskError
    if enquiry and not may_lend(enquiry, promise.kind, to=promise.holder or Role(promise.role), by=by):
        raise LendsTooMuchError
    task = prepare(id=id, centre=centre, enquiry=enquiry.pk if enquiry else None, promise=promise, by=by)
    store(task=task, by=by)
    return task


@transaction.atomic
def take(*, task: Task, version: int, by: User) -> None:
    """Make a task one's own: what one is to do, what a colleague off duty has, of supervisors any of their centres.

    Raise NotYourTaskError, LendsTooMuchError, StaleTaskError, ConsentGoneError.
    """
    if not may_take(by, task, timezone.now()):
        raise NotYourTaskError
    _demand_lendable(task, to=by, by=by)
    _change(task, version, {"holder": by})
    audit.record(GIVEN, target=task, by=by, because=str(by.pk))
    notices.settle_about([str(task.pk)])


@transaction.atomic
def give(*, task: Task, version: int, to: User | Role, by: User) -> None:
    """Let a colleague do a task, or whoever has a role.

    Raise NotYourTaskError, LendsTooMuchError, HolderLeftError, StaleTaskError, ConsentGoneError.
    """
    if not all_to_do(by).filter(pk=task.pk).exists():
        _demand(task, by)
    _demand_lendable(task, to=to, by=by)
    holder, role = (to, "") if isinstance(to, User) else (None, to)
    if holder and holder not in people_for_tasks(task.centre):
        raise HolderLeftError
    _change(task, version, {"holder": holder, "role": role})
    audit.record(GIVEN if holder else FOR_ROLE, target=task, by=by, because=str(holder.pk if holder else role))
    notices.settle_about([str(task.pk)])
    if holder and holder != by:
        notices.give(kind=GIVEN, target=str(task.pk), to=[holder])


@transaction.atomic
def move(*, task: Task, version: int, due_at: dt.datetime, precision: Precision, because: MoveReason, by: User) -> None:
    """Promise it for another time. Raise NotYourTaskError, StaleTaskError, ConsentGoneError."""
    _demand(task, by)
    columns = {"due_at": due_at, "precision": precision, "because": because, "moves": F("moves") + 1}
    _change(task, version, columns)
    audit.record(MOVED, target=task, by=by)


@transaction.atomic
def finish(*, task: Task, version: int, by: User) -> None:
    """Note that it is done. Raise NotYourTaskError, StaleTaskError, ConsentGoneError."""
    _demand(task, by)
    _end(task, version, TaskState.DONE, by)


@transaction.atomic
def drop(*, task: Task, version: int, because: DropReason, by: User) -> None:
    """Note that it is not done any more. Raise NotYourTaskError, StaleTaskError, ConsentGoneError."""
    _demand(task, by)
    _end(task, version, TaskState.DROPPED, by, because=because)


def answer(*, task: Task, version: int, said: str, by: User) -> None:
    """Answer a question: what is said stays on the file as an entry; who asked and who has the enquiry now are told.

    Call it outside transactions. Raise NotYourTaskError, StaleTaskError, ConsentGoneError.
    """
    _demand(task, by)
    if task.enquiry is None or task.version != version:
        raise StaleTaskError
    try:
        entry = entries.sealed_note(enquiry=task.enquiry, said=said, by=by)
        with transaction.atomic():
            entries.store_note(entry=entry, by=by)
            _end(task, version, TaskState.DONE, by, answer=entry)
            _tell_of_answer(task, task.enquiry, by)
    except NotYourEnquiryError:
        raise NotYourTaskError from None
    except entries.NoConsentError:
        raise ConsentGoneError from None


def _tell_of_answer(task: Task, enquiry: Enquiry, by: User) -> None:
    """Tell who asked, and who has the enquiry now: another may have got it since."""
    if task.made_by and task.made_by_id != by.pk:
        notices.give(kind=ANSWERED, target=str(task.pk), to=[task.made_by])
    has_it = User.objects.filter(pk__in=Enquiry.objects.of(enquiry).values("assignee"), closed_at=None)
    notices.give(kind=ANSWERED_ON_YOURS, target=str(task.pk), to=has_it.exclude(pk__in=[by.pk, task.made_by_id]))


def _demand(task: Task, by: User) -> None:
    """Let those end or move it who have it; whose enquiry it is, and who may correct that; and who gave it."""
    is_theirs = by.pk in {task.holder_id, task.made_by_id} or bool(
        task.enquiry and task.enquiry.is_reached_by(by, Permission.ENQUIRY_CORRECT)
    )
    if not (tasks_for(by).filter(pk=task.pk).exists() and (is_theirs or to_do(by).filter(pk=task.pk).exists())):
        raise NotYourTaskError


def _demand_lendable(task: Task, *, to: User | Role, by: User) -> None:
    """Let what was lent go on to a colleague. Raise LendsTooMuchError where somebody would lend it anew.

    So whoever made a task for a colleague who may open more than they do does not get that by way of them.
    """
    was_made_for_another = by.pk == task.made_by_id and task.holder_id not in {None, by.pk}
    goes_on = not was_made_for_another and may_take(by, task, timezone.now())
    if task.enquiry and not goes_on and not may_lend(task.enquiry, task.kind, to=to, by=by):
        raise LendsTooMuchError


def may_be_taken(*, task: Task, by: User) -> bool:
    """Tell whether taking a task would lend somebody nothing anew."""
    try:
        _demand_lendable(task, to=by, by=by)
    except LendsTooMuchError:
        return False
    return True


def _end(task: Task, version: int, state: TaskState, by: User, **columns: Any) -> None:
    _change(task, version, {"state": state, "ended_at": timezone.now(), "because": "", **columns})
    code = DONE if state == TaskState.DONE else DROPPED
    audit.record(code, target=task, by=by)
    notices.settle_about([str(task.pk)])


def _change(task: Task, version: int, columns: dict[str, Any]) -> None:
    # The enquiry first, as whoever erases does. Then one UPDATE decides: two may have the same page open.
    if task.enquiry_id and not _agreed(task.enquiry_id, task.centre).exists():
        raise ConsentGoneError
    standing = Task.objects.of(task).filter(version=version, state=TaskState.OPEN)
    if not standing.update(**columns, version=version + 1):
        raise StaleTaskError


def _agreed(enquiry: UUID, centre: Centre) -> Any:
    found = Enquiry.objects.of_centres([centre]).filter(pk=enquiry, consent=Consent.YES, mistake="")
    return found.select_for_update(of=("self",), no_key=True)
