"""Nightly work. Every task may run twice without harm; `night` is its date and makes it unique."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from bereg.console.recovery import scheduled
from bereg.core.tasks.queue import forget_finished
from bereg.core.traces import cut_log
from bereg.enquiries.drafts import discard_old_drafts
from bereg.statistics.actions import refresh_facts

DRAFTS_KEPT = timedelta(days=7)
P = ParamSpec("P")
R = TypeVar("R")


class TaskFailedError(Exception):
    """A task failed with an error of the kind that the message names."""


def quiet(work: Callable[P, R]) -> Callable[P, R]:
    """Keep what an error quotes out of the results, where a task's traceback is stored for a month."""

    @wraps(work)
    def quietly(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except Exception as problem:
            raise TaskFailedError(type(problem).__qualname__).with_traceback(problem.__traceback__) from None

    return quietly


@task
@quiet
def clear_sessions(*, night: str) -> None:
    """Delete the sessions that ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@task
@quiet
def discard_drafts(*, night: str) -> int:
    """Discard the forms that nobody finished within a week."""
    return discard_old_drafts(before=timezone.now() - DRAFTS_KEPT, by=None)


@task
@quiet
def forget_results(*, night: str) -> int:
    """Delete the results of tasks that ended long ago."""
    return forget_finished()


@task
@quiet
def refresh_the_facts(*, night: str) -> None:
    """Count what changed, so that the first report of the morning is quick."""
    refresh_facts()


@task
@quiet
def cut_the_log(*, night: str) -> bool:
    """Leave nothing of what was deleted in SQLite's write-ahead log."""
    return cut_log()


@task
@quiet
def back_up_the_data(*, night: str) -> str:
    """Back up the data, where a place and a key for it are set, and delete the backups whose time is over."""
    return scheduled.back_up_now("data")


@task
@quiet
def back_up_the_keys(*, hour: str) -> str:
    """The same for the keys: erased texts are gone when the last backup of their keys is."""
    return scheduled.back_up_now("keys")


NIGHTLY = (  # in this order: what was deleted comes into no backup
    clear_sessions,
    discard_drafts,
    forget_results,
    refresh_the_facts,
    cut_the_log,
    back_up_the_data,
)
HOURLY = (back_up_the_keys,)
