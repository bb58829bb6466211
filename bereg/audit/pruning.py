"""Whole months of entries go when their years are over. A signed segment keeps where each one ended."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.audit import chain, digests, reading, request_context, segments, verifying, writing
from bereg.audit.actions import Actor, Thing, record, record_acts
from bereg.audit.models import ChainedAct, Segment

EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
LOOKED_AT = 1_000  # entries, to tell where a month ends
CARRIED = "text.carried"  # the act: what was stored in a record before the months that are left


class CannotPruneError(Exception):
    """Nothing was deleted; the message says why."""


class NotTheOwnerError(CannotPruneError):
    """On PostgreSQL the owner of the tables alone deletes entries; the user that serves has not the right to."""


def may_prune() -> bool:
    """Tell whether the user that is connected may delete entries at all."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'DELETE')", [ChainedAct._meta.db_table])
        return bool(cursor.fetchone()[0])


def due(now: dt.datetime) -> list[dt.date]:
    """Return the whole months that are old enough, the oldest first."""
    return [month for month, _end in _months(_begins(now))]


def prune(*, by: Actor | None, now: dt.datetime | None = None) -> list[dt.date]:
    """Delete what is old enough. Return the months. Raise CannotPruneError where that part of the log is damaged."""
    key = chain.held_key()
    if key is None:
        raise CannotPruneError("The key of the log is needed: unlock first.")
    months = list(_months(_begins(now or timezone.now())))
    if months and not may_prune():  # before anything is locked or tried: it would only roll back
        raise NotTheOwnerError(
            _(
                "The user that serves cannot delete from the audit log: run `bereg audit prune` as the owner of"
                " the tables."
            )
        )
    pruned = []
    for month, last in months:
        _prune(month, last, key, by)
        pruned.append(month)
    return pruned


@transaction.atomic
def _prune(month: dt.date, last: int, key: bytes, by: Actor | None) -> None:
    writing.lock_end()
    after, wrong = segments.start(key)
    entries = reading.entries(after=after.seq, until=last)
    if wrong or any(verifying.damages(entries, key=key, after=after, known={})):
        raise CannotPruneError(f"The log of {month:%Y-%m} is damaged: `bereg audit verify` says where.")
    mac = bytes(ChainedAct.objects.values_list("mac", flat=True).get(seq=last))
    segment = Segment(month=month, first_seq=after.seq + 1, last_seq=last, last_mac=mac)
    segment.signature = segments.signature_of(segment, key)
    segment.save(force_insert=True)
    _carry(last, key, by)
    ChainedAct.objects.filter(seq__lte=last).delete()
    record("audit.pruned", target=Thing("audit.segment", f"{month:%Y-%m}"), by=by)


def _carry(last: int, key: bytes, by: Actor | None) -> None:
    """Record anew what the entries up to a number say of texts that stand: these may be kept for longer."""
    after = 0
    while rows := reading.written_until(last, after=after):
        begun, after = after, rows[-1][0]
        about: dict[tuple[str, str], list[str]] = {}
        for _seq, kind, target, centre in rows:
            about.setdefault((kind, centre), []).append(target)
        for (kind, centre), targets in about.items():
            _carry_some(kind, centre, dict.fromkeys(targets), key, by, begun=begun, until=after)


def _carry_some(
    kind: str, centre: str, targets: Iterable[str], key: bytes, by: Actor | None, *, begun: int, until: int
) -> None:
    """Carry what stands of some records where its newest entry is one of a part: each is the newest in one part."""
    standing = digests.newest(kind, targets, key, among=range(begun + 1, until + 1))
    acts = [(Thing(kind, target), digests.standing_of(known)) for target, known in standing.items()]
    with request_context.at_centre(centre):
        carried = [(CARRIED, thing, parts) for thing, parts in acts if parts]
        record_acts(carried, by=by, because="pruned")


def _months(before: dt.datetime) -> Iterator[tuple[dt.date, int]]:
    """Yield each whole month with the number of its last entry. The month of the newest entry always stays."""
    pruned = Segment.objects.order_by("-last_seq").first()
    seq, begins = (pruned.last_seq, _next_month(pruned.month)) if pruned else (0, EPOCH)
    while (oldest := _oldest_at(seq, begins)) and oldest < before:
        month = _month_of(oldest)
        begins = _next_month(month)
        follower = _follower(seq, begins)
        if follower is None:
            return
        if follower > seq + 1:  # else the month is that of a later entry alone, written while the clock was behind
            yield month, follower - 1
            seq = follower - 1


def _oldest_at(seq: int, since: dt.datetime) -> dt.datetime | None:
    found = ChainedAct.objects.filter(seq__gt=seq, at__gte=since).order_by("at")
    return found.values_list("at", flat=True).first()


def _follower(seq: int, begins: dt.datetime) -> int | None:
    """Return the number of the first entry of a later month, which begins at a moment; None: there is none.

    An entry that waited may be older than those before it: a month ends where the first newer one stands. But not where
    more of those from there on are older: what was written while the clock was ahead must not keep the log until then.
    """
    while first := _first_since(begins, seq):
        ahead = _ahead_until(first, begins)
        if ahead is None:
            return first
        seq = ahead
    return None


def _first_since(begins: dt.datetime, seq: int) -> int | None:
    found = ChainedAct.objects.filter(seq__gt=seq, at__gte=begins).order_by("seq")
    return found.values_list("seq", flat=True).first()


def _ahead_until(first: int, begins: dt.datetime) -> int | None:
    """Return the number of the entry with which more are older than newer, counted from one that is newer."""
    more = 0
    entries = ChainedAct.objects.filter(seq__gte=first).order_by("seq").values_list("seq", "at")
    for seq, at in entries[:LOOKED_AT]:
        more += 1 if at < begins else -1
        if more > 0:
            return seq
    return None


def _begins(now: dt.datetime) -> dt.datetime:
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year - settings.KEEP_AUDIT_YEARS, utc.month, 1, tzinfo=dt.UTC)


def _month_of(at: dt.datetime) -> dt.date:
    return at.astimezone(dt.UTC).date().replace(day=1)


def _next_month(month: dt.date) -> dt.datetime:
    return dt.datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=dt.UTC)
