"""Preparing a release as a task: the attack takes the longer the more was published, and nobody has to wait at a page.

A killed task is queued again and begins anew; what it made is kept in the transaction in which it ends, so that it is
made once. The command line prepares in its own process, without any of this.
"""

import datetime as dt
import logging
import time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from bereg.accounts.models import User
from bereg.core.tasks.queue import is_over
from bereg.counting.months import Period
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import Reason, RefusedError

logger = logging.getLogger(__name__)
TOLD_EACH_S = 1.0
SHOWN_FOR = dt.timedelta(days=7)


class _GivenUpError(Exception):
    """Nobody waits for this preparation any more."""


def begin(*, period: Period, by: User) -> Preparation:
    """Begin to prepare a release; where it is being prepared already, return that. Raise RefusedError."""
    from bereg.publishing import preparing

    _give_up_lost()
    running = _running(period).first()
    if running:
        return running
    preparing.check_allowed(period)
    try:
        return _begin(period, by)
    except IntegrityError:  # a colleague pressed in the same moment
        running = _running(period).first()
        if running is None:
            raise
        return running


@transaction.atomic
def _begin(period: Period, by: User) -> Preparation:
    # What became of the last one is of no use any more.
    _of(period).exclude(ended_at=None).delete()
    # In this transaction: a preparation without a task would never end.
    made = Preparation(first_month=period.first, last_month=period.last, asked_by=by, asked_at=timezone.now())
    made.task = UUID(str(prepare_release.enqueue(preparation=str(made.pk)).id))
    made.save(force_insert=True)
    return made


def preparation(id: UUID) -> Preparation | None:
    """Return one preparation, as it stands."""
    _give_up_lost()
    return Preparation.objects.filter(pk=id).first()


def unmade() -> list[Preparation]:
    """Return what is being prepared, and what could not be in the last days, the latest first."""
    _give_up_lost()
    recent = Preparation.objects.filter(release=None, asked_at__gte=timezone.now() - SHOWN_FOR)
    return list(recent.order_by("-asked_at"))


@task
def prepare_release(*, preparation: str) -> None:
    """Prepare what was asked for, and keep why not where that cannot be."""
    from bereg.publishing import preparing

    asked = Preparation.objects.select_related("asked_by").filter(pk=preparation, ended_at=None).first()
    if asked is None:
        return
    try:
        worked = preparing.work_out(Period(asked.first_month, asked.last_month), _Told(asked.pk))
        with transaction.atomic():
            made = preparing.keep(worked=worked, by=asked.asked_by)
            if not _end(asked.pk, release=made.pk):
                raise _GivenUpError
    except RefusedError as refused:
        _end(asked.pk, reason=refused.reason, about=refused.about)
    except Exception as problem:  # who asked must not wait for ever; what an error quotes stays out of the log
        logger.error("Preparing a release failed: %s", type(problem).__qualname__)
        _end(asked.pk, reason=Reason.FAILED)


class _Told:
    """Writes down how far the attack is, once a second at most."""

    def __init__(self, id: UUID) -> None:
        self._id, self._next = id, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + TOLD_EACH_S
            Preparation.objects.filter(pk=self._id).update(done=done, total=of)


def _end(id: UUID, **outcome: object) -> bool:
    """End a preparation; tell whether it had not ended yet."""
    return bool(Preparation.objects.filter(pk=id, ended_at=None).update(ended_at=timezone.now(), **outcome))


def _of(period: Period) -> QuerySet[Preparation]:
    return Preparation.objects.filter(first_month=period.first, last_month=period.last)


def _running(period: Period) -> QuerySet[Preparation]:
    return _of(period).filter(ended_at=None)


def _give_up_lost() -> None:
    """End what no task will end: it died five times, or its results were deleted."""
    for each in Preparation.objects.filter(ended_at=None):
        if is_over(each.task):
            _end(each.pk, reason=Reason.INTERRUPTED)
