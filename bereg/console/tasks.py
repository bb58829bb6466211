"""Nightly work. Every task may run twice without harm; `night` is its date and makes it unique."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django_tasks import task

from bereg.accounts import approvals, notices
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with
from bereg.console import alarms, pending_notices
from bereg.core import sqlite_planner
from bereg.core.secure_delete import cut_log
from bereg.core.temporary_folders import sweep
from bereg.counting.closing import refresh_facts
from bereg.enquiries.drafts import sweep_draft_keys
from bereg.recovery import scheduled
from bereg.retention import clock
from bereg.retention import rules as retention
from bereg.vault import actions as vault

MONDAY = 0
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


class RuleFailedError(Exception):
    """A rule of retention did not do its work; its run names the fault."""


@task
@quiet
def erase_what_is_over(*, night: str) -> dict[str, int] | str:
    """Erase whatever has had its time; where the clock is doubted nothing, until a person says that it is right."""
    try:
        runs = retention.erase_due()
    except clock.ClockDoubtedError:
        notices.settle(kind=clock.WAITS, target="-")
        notices.give(kind=clock.WAITS, target="-", to=people_with(Permission.RETENTION))
        return "the clock is doubted"
    if any(run.fault for run in runs):
        raise RuleFailedError
    return {run.rule: run.erased for run in runs}


@task
@quiet
def sweep_spare_keys(*, night: str) -> int:
    """Delete the keys of records that were never stored, of receipts that are over, and of drafts that are gone."""
    clock.demand()
    # The drafts' first: they need their lines of the ledger.
    return sweep_draft_keys() + vault.sweep_spare_keys() + vault.sweep_expired_keys()


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
def back_up(*, hour: str) -> list[str]:
    """Back up the data and then the keys, each where a place and a key are set; delete what has had its time.

    In one task, as two workers would turn the order round: a text without its key does not open.
    """
    try:
        try:
            data = scheduled.back_up_now("data")
        finally:  # erased texts are gone when the last backup of their keys is: no fault of the data keeps it
            keys = scheduled.back_up_now("keys")
    except Exception:
        alarms.raise_alarm(alarms.BACKUP_FAILED)
        raise
    alarms.clear(alarms.BACKUP_FAILED)
    return [data, keys]


@task
@quiet
def examine_the_installation(*, hour: str) -> list[str]:
    """Tell administrators of what the doctor finds grave, where nobody runs it. Return the codes."""
    return sorted(alarms.look())


@task
@quiet
def sweep_copies(*, night: str) -> int:
    """Delete what killed backups, drills and restores have left in clear."""
    return sweep()


@task
@quiet
def tell_what_waits(*, night: str) -> None:
    """Take notices back that lead to nothing any more.

    Each Monday tell people of enquiries that nobody closes, and of holds that nobody has looked at for a year.
    """
    if dt.date.fromisoformat(night).weekday() == MONDAY:
        pending_notices.tell()
    approvals.settle_over()


@task
@quiet
def refresh_the_planner(*, night: str) -> None:
    """Let SQLite know how large its tables have become; it asks nobody by itself."""
    sqlite_planner.refresh_all()


NIGHTLY = (
    erase_what_is_over,
    sweep_spare_keys,
    tell_what_waits,
    refresh_the_facts,
    refresh_the_planner,
    cut_the_log,
    sweep_copies,
)
HOURLY = (back_up, examine_the_installation)
