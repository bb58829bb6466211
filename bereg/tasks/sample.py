"""The tasks of the demonstration: what was promised in its year and what became of it, and some things to do now.

Written in Russian, as the notes on its enquiries are; no names, nothing real.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.tasks.acts import MADE, SAFE_CONTACT
from bereg.tasks.choices import PROMISED_BY, DropReason, PicksUp, TaskKind, TaskState
from bereg.tasks.models import SafeContact, Task
from bereg.tasks.texts import WORDS
from bereg.vault import actions as vault

ToDo = tuple[float, TaskKind, str]
# What is open: how many hours from now it is due, its kind, its words.
TO_DO = (
    (-1.6, TaskKind.CALL_BACK, "Спросить, вернул ли хозяин паспорт."),
    (1.5, TaskKind.WRITE, "Отправить список документов для вида на жительство."),
    (3, TaskKind.CALL_BACK, "Сказать, куда идти за справкой."),
    (26, TaskKind.QUESTION, "Можно ли ехать без паспорта, по справке?"),
    (20, TaskKind.APPOINTMENT, "Принесёт договор и расчётные листки."),
    (75, TaskKind.FOLLOW_UP, "Узнать, заплатили ли за два месяца."),
)
# The same where nobody is to be called back, as at a small centre.
WITHOUT_CALL = (
    (-0.6, TaskKind.WRITE, "Отправить адрес приёмной и что взять с собой."),
    (5, TaskKind.FOLLOW_UP, "Узнать, приняли ли заявление."),
)
SAFELY = "Может ответить сестра: сказать «из поликлиники, насчёт приёма»."
DAY, NONE = dt.timedelta(days=1), dt.timedelta()
MADE_BEFORE = DAY
HELD_LATE = 0.15  # of what was done, the share that was done after its time
MOVED = 0.12  # of what ended, the share that had been moved
DROPPED = 0.06  # the share that was dropped


def sample(centre: Centre) -> None:
    """Write the tasks of one centre; what is open is due around now."""
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES).select_related("assignee")
    promised = agreed.filter(outcome__in=list(PROMISED_BY), assignee__isnull=False).order_by("number")
    ended = [_ended(each, centre) for each in promised]
    waiting = agreed.filter(assignee__role=Role.OPERATOR, closed_at=None).exclude(call_back=b"").order_by("-number")
    chosen = list(waiting[: len(TO_DO)])
    others = agreed.filter(assignee__isnull=False, closed_at=None).order_by("-number")[: len(WITHOUT_CALL)]
    to_do = list(_to_do(chosen, TO_DO, centre) if chosen else _to_do(list(others), WITHOUT_CALL, centre))
    safe = [_safe(each, centre) for each in chosen[:2]]
    said: list[tuple[Any, Mapping[str, str]]] = [(task, {WORDS: words}) for task, words in to_do]
    said += [(each, {WORDS: SAFELY}) for each in safe]
    for (record, _), columns in zip(said, vault.seal_many(said), strict=True):
        record.words = columns[WORDS]
    with transaction.atomic():
        _store([*ended, *(task for task, _ in to_do)], MADE)
        _store(safe, SAFE_CONTACT)


def renew(centre: Centre) -> None:
    """Let what is open, and nobody has touched, be due around now again: so many days later as have passed."""
    now = timezone.now()
    untouched = Task.objects.of_centres([centre]).filter(Task.lives(), version=1, enquiry__isnull=False)
    for task in untouched.select_related("enquiry").defer(WORDS):
        passed = (now - task.made_at).days * DAY - MADE_BEFORE
        if passed > NONE and task.pk == demonstration_id("open task", str(task.enquiry)):
            Task.objects.of(task).update(due_at=task.due_at + passed, made_at=task.made_at + passed)


def _ended(enquiry: Enquiry, centre: Centre) -> Task:
    rng = Random(enquiry.number)  # noqa: S311 - must be the same every time, and guards invented data alone
    due_at = enquiry.opened_at + dt.timedelta(hours=rng.choice((2, 20, 24, 48)))
    late = rng.random() < HELD_LATE
    ended_at = due_at + dt.timedelta(minutes=rng.randrange(10, 300) if late else -rng.randrange(5, 90))
    moves, is_dropped = int(rng.random() < MOVED), rng.random() < DROPPED
    return Task(
        id=demonstration_id("task", enquiry.number),
        centre=centre,
        enquiry=enquiry,
        kind=PROMISED_BY[enquiry.outcome],  # type: ignore[index]
        due_at=due_at,
        holder=enquiry.assignee,
        state=TaskState.DROPPED if is_dropped else TaskState.DONE,
        because=rng.choice((DropReason.UNREACHABLE, DropReason.NOT_WANTED, DropReason.NEEDLESS)) if is_dropped else "",
        moves=moves,
        made_by=enquiry.entered_by,
        made_at=enquiry.opened_at,
        ended_at=ended_at,
        version=2 + moves,
    )


def _to_do(enquiries: list[Enquiry], wanted: Sequence[ToDo], centre: Centre) -> Iterator[tuple[Task, str]]:
    now = timezone.now().replace(second=0, microsecond=0)
    for enquiry, (hours, kind, words) in zip(enquiries, wanted, strict=False):
        is_for_lawyers = kind in {TaskKind.QUESTION, TaskKind.APPOINTMENT}
        task = Task(
            id=demonstration_id("open task", enquiry.number),
            centre=centre,
            enquiry=enquiry,
            kind=kind,
            due_at=now + dt.timedelta(hours=hours),
            role=Role.LAWYER if is_for_lawyers else "",
            holder=None if is_for_lawyers else enquiry.assignee,
            made_by=enquiry.assignee,
            made_at=now - MADE_BEFORE,
        )
        yield task, words


def _safe(enquiry: Enquiry, centre: Centre) -> SafeContact:
    return SafeContact(
        id=demonstration_id("safe contact", enquiry.number),
        centre=centre,
        enquiry=enquiry,
        hours_from=dt.time(17),
        hours_until=dt.time(19),
        language="ru",
        picks_up=PicksUp.OTHERS,
        written_by=enquiry.assignee,
    )


def _store(records: list[Task] | list[SafeContact], act: str) -> None:
    if records:
        type(records[0])._default_manager.bulk_create(records, batch_size=500)  # type: ignore[arg-type]
        digests = [vault.written_new(each) for each in records]
        audit.record_many(act, targets=list(records), by=None, because="bulk", digests=digests)
