"""How tasks are counted, for staff alone: by codes, in the month in which they ended. What was a mistake is not."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.tasks.choices import DropReason, TaskKind, TaskState
from bereg.tasks.models import Task

DONE, DONE_MOVED = "done", "done_moved"
ENDS = (
    (DONE, _("done")),
    (DONE_MOVED, _("done, after it had been moved")),
    (DropReason.UNREACHABLE.value, _("dropped: the person cannot be reached any more")),
    (DropReason.NOT_WANTED.value, _("dropped: the person does not want it any more")),
    (DropReason.NEEDLESS.value, _("dropped: it is settled without it")),
)
LATE = (
    ("in_time", _("in time")),
    ("under_1h", _("up to an hour late")),
    ("under_1d", _("up to a day late")),
    ("under_7d", _("up to 7 days late")),
    ("7d_over", _("more than 7 days late")),
)
LATE_UP_TO = (dt.timedelta(0), dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7))
COUNTED = ("kind", "state", "because", "moves", "due_at", "ended_at")


def facts_of(tasks: QuerySet[Task], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. A task that was dropped was neither in time nor late."""
    for kind, state, because, moves, due_at, ended_at in tasks.values_list(*COUNTED).iterator():
        if state == TaskState.DROPPED:
            yield Fact((kind, because, ""))
        else:
            yield Fact((kind, DONE_MOVED if moves else DONE, LATE[bisect_left(LATE_UP_TO, ended_at - due_at)][0]))


UNIVERSE = Universe(
    name="tasks",
    model=Task,
    at="ended_at",
    columns={"task_kind": TaskKind.choices, "task_end": ENDS, "task_late": LATE},
    facts=facts_of,
    # By its end and not by its state, as the index goes; a constraint keeps them equal.
    counts=Q(ended_at__isnull=False) & ~Q(because=DropReason.MISTAKE) & (Q(enquiry=None) | Q(enquiry__mistake="")),
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s task that ended.", "They hold %(counter)s tasks that ended.", n
        ),
        share=lambda n: ngettext("of %(base)s task", "of %(base)s tasks", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s task.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s tasks.",
            n,
        ),
    ),
    titles={
        "tasks": _("Tasks that ended"),
        "task_kind": _("Tasks by kind"),
        "task_end": _("How tasks ended"),
        "task_late": _("Tasks done in time or late"),
    },
    state={"newest": Max("ended_at"), "versions": Sum("version")},
)
