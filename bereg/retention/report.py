"""The monthly report of what was erased: counts alone, signed with a key of the audit log, so that it can be shown."""

import datetime as dt
import hmac
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit import chain
from bereg.audit.actions import Thing
from bereg.retention import rules as retention
from bereg.retention.models import Run
from bereg.vault import ledger

SIGNED = "signature: "
HEAD = "Bereg, erased in "


class NoKeyError(Exception):
    """The vault is locked, so nothing can be signed or verified."""


class NotStartedError(ValueError):
    """The month has not begun."""


@transaction.atomic
def make(month: dt.date, *, by: User | None) -> str:
    """Return the signed report of a month; its last day is today where it is not over. Raise NoKeyError."""
    now = timezone.now()
    # Before the month after it is asked for: that of the last year of all has no date.
    if month.replace(day=1) > timezone.localdate(now, ZoneInfo(settings.TIME_ZONE)):
        raise NotStartedError
    begins, ends = _month(month)
    lines = [f"{HEAD}{begins:%Y-%m}", f"made: {now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", *_lines(begins, ends, now)]
    text = "\n".join(lines)
    signature = _signature(text)
    audit.record("retention.reported", target=Thing("retention", f"{begins:%Y-%m}"), by=by)
    return f"{text}\n{SIGNED}{signature}\n"


def is_genuine(report: str) -> bool:
    """Tell whether a report is the one that was signed here. Raise NoKeyError."""
    text, found, signature = report.strip().rpartition(f"\n{SIGNED}")
    return bool(found) and hmac.compare_digest(signature.strip().encode(), _signature(text).encode())


def _lines(begins: dt.datetime, ends: dt.datetime, now: dt.datetime) -> Iterator[str]:
    runs = Run.objects.filter(began_at__gte=begins, began_at__lt=ends)
    erased = dict(runs.values_list("rule").annotate(Sum("erased")))
    nights = runs.exclude(ended_at=None).annotate(night=TruncDate("began_at", tzinfo=begins.tzinfo))
    yield f"days with a run: {nights.values('night').distinct().count()}"
    yield f"runs with a fault: {runs.exclude(fault='').count()}"
    for rule in retention.rules():
        due_late, held = retention.overdue(rule, now), rule.held(now)
        yield f"{rule.code}: erased {erased.get(rule.code, 0)}, overdue {due_late}, held {held}"
    yield f"keys destroyed, with a line of the ledger: {ledger.count_between(begins, ends)}"
    yield f"lines not copied off this machine yet: {ledger.pending_count()}"


def _month(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = ZoneInfo(settings.TIME_ZONE)
    first = month.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(following, dt.time(), zone)


def _signature(text: str) -> str:
    key = chain.held_key()
    if key is None:
        raise NoKeyError
    # Line ends are the one thing that a mail or an editor changes.
    same = "\n".join(line.rstrip() for line in text.splitlines())
    return hmac.digest(chain.sub_key(key, "retention report"), same.encode(), "sha256").hex()
