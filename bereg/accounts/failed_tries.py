"""So many failed tries an hour for each account, over all web processes and restarts. See docs/decisions/0052."""

import datetime as dt

from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bereg.accounts.models import Try

PASSWORD, SECOND_STEP = "password", "second factor"  # the kinds of tries
MOST = 10
WITHIN = dt.timedelta(hours=1)


@transaction.atomic
def take(kind: str, account: str, *, most: int = MOST) -> int | None:
    """Count one try before it is made, and return its number; None: too many. The same work for an unknown account."""
    key = sign_of(kind, account)
    one_at_a_time(key)
    old(timezone.now()).filter(account=key).delete()
    if Try.objects.filter(account=key).count() >= most:
        return None
    return Try.objects.create(account=key).pk


def give_back(number: int) -> None:
    """Do not count a try that succeeded."""
    Try.objects.filter(pk=number).delete()


def free_at(kind: str, account: str) -> dt.datetime | None:
    """Return when the oldest try that counts is forgotten; None: none counts."""
    now = timezone.now()
    tries = Try.objects.filter(account=sign_of(kind, account), at__gt=now - WITHIN, at__lte=now + WITHIN)
    oldest: dt.datetime | None = tries.aggregate(oldest=Min("at"))["oldest"]
    return oldest + WITHIN if oldest else None


def forget(kind: str, account: str) -> None:
    """Count none of the tries of an account any more."""
    Try.objects.filter(account=sign_of(kind, account)).delete()


def forget_old() -> int:
    """Delete the tries that count no longer."""
    return old(timezone.now()).delete()[0]


def old(now: dt.datetime) -> QuerySet[Try]:
    """Return the tries that count no longer, or did not at an earlier moment.

    Those of a day to come were made before the clock was set back.
    """
    return Try.objects.filter(Q(at__lte=now - WITHIN) | Q(at__gt=max(now, timezone.now()) + WITHIN))


def sign_of(kind: str, account: str) -> str:
    """Return what stands for an account while its tries are counted."""
    return salted_hmac("bereg.accounts.limits", f"{kind} {account}", algorithm="sha256").hexdigest()


def one_at_a_time(key: str) -> None:
    """SQLite has one writer at a time; on PostgreSQL the second one to count an account waits for the first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])
