"""Nightly work. Every task may run twice without harm; `night` is its date and makes it unique."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from bereg.core.tasks.queue import forget_finished
from bereg.core.traces import cut_log
from bereg.enquiries.drafts import discard_old_drafts
from bereg.statistics.actions import refresh_facts

DRAFTS_KEPT = timedelta(days=7)


@task
def clear_sessions(*, night: str) -> None:
    """Delete the sessions that ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@task
def discard_drafts(*, night: str) -> int:
    """Discard the forms that nobody finished within a week."""
    return discard_old_drafts(before=timezone.now() - DRAFTS_KEPT, by=None)


@task
def forget_results(*, night: str) -> int:
    """Delete the results of tasks that ended long ago."""
    return forget_finished()


@task
def refresh_the_facts(*, night: str) -> None:
    """Count what changed, so that the first report of the morning is quick."""
    refresh_facts()


@task
def cut_the_log(*, night: str) -> bool:
    """Leave nothing of what was deleted in SQLite's write-ahead log."""
    return cut_log()


NIGHTLY = (clear_sessions, discard_drafts, forget_results, refresh_the_facts, cut_the_log)  # in this order
