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
    seq = Segment.objects.order_by("-last_seq").values_list("last_seq", flat=True).first() or 0
    while (first := ChainedAct.objects.filter(seq__gt=seq).order_by("seq").first()) and first.at < before:
        # An entry that waited may be older than those before it: a month ends where the first newer one stands.
        newer = ChainedAct.objects.filter(seq__gt=seq, at__gte=min(_next_month(first.at), before)).order_by("seq")
        follower = newer.values_list("seq", flat=True).first()
        if follower is None:
            return
        yield _month_of(first.at), follower - 1
        seq = follower - 1


def _begins(now: dt.datetime) -> dt.datetime:
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year - settings.KEEP_AUDIT_YEARS, utc.month, 1, tzinfo=dt.UTC)


def _month_of(at: dt.datetime) -> dt.date:
    return at.astimezone(dt.UTC).date().replace(day=1)


def _next_month(at: dt.datetime) -> dt.datetime:
    month = _month_of(at)
    return dt.datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=dt.UTC)
