"""What the rooms below retention keep for a time only: they cannot name their rules there themselves."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts import failed_tries, known_browsers, notices, sessions
from bereg.audit import pruning
from bereg.core.tasks import queue
from bereg.retention.rules import Progress, Rule


def _sessions(now: dt.datetime, progress: Progress) -> None:
    gone = sessions.ended(now).delete()[1].get("accounts.Session", 0)  # not counting their keys
    progress(gone + failed_tries.old(now).delete()[0] + known_browsers.old(now).delete()[0])


def _audit(now: dt.datetime, progress: Progress) -> None:
    months = len(pruning.prune(by=None, now=now)) if pruning.due(now) else 0  # needs the key only where there is some
    progress(months)


def _results_before(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.KEEP_RESULT_DAYS)


def _days(count: int) -> str:
    return ngettext("%d day", "%d days", count) % count


RULES = (
    Rule(
        code="sessions",
        label=_("sessions that ended, failed tries to sign in, browsers that nobody signs in from any more"),
        kept=lambda: _("no longer than they hold"),
        count=lambda now: sessions.ended(now).count() + failed_tries.old(now).count() + known_browsers.old(now).count(),
        erase=_sessions,
    ),
    Rule(
        code="notices",
        label=_("notices that were read"),
        kept=lambda: _days(notices.KEPT.days),
        count=lambda now: notices.old(now).count(),
        erase=lambda now, progress: progress(notices.old(now).delete()[0]),
    ),
    Rule(
        code="results",
        label=_("results of the program's own tasks"),
        kept=lambda: _days(settings.KEEP_RESULT_DAYS),
        count=lambda now: queue.finished(_results_before(now)).count(),
        erase=lambda now, progress: progress(queue.finished(_results_before(now)).delete()[0]),
    ),
    Rule(
        code="audit",
        label=_("the audit log, in whole months"),
        kept=lambda: ngettext("%d year", "%d years", settings.KEEP_AUDIT_YEARS) % settings.KEEP_AUDIT_YEARS,
        count=lambda now: len(pruning.due(now)),
        erase=_audit,
    ),
)
