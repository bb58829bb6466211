"""Old backups go when their time is over: how long those of the data are kept, and how long those of the keys."""

import datetime as dt
from pathlib import Path

from django.utils import timezone

from bereg.recovery.backup import dated

KEPT = {"data": dt.timedelta(days=30), "keys": dt.timedelta(days=7)}  # a key that is in a backup is not destroyed
DAYS_OF_HOURS = dt.timedelta(hours=25)
GRACE = dt.timedelta(days=1)


def prune(part: str, folder: Path, *, now: dt.datetime | None = None) -> list[Path]:
    """Delete the backups whose time is over; of those older than a day one a day is kept. The newest always stays.

    Only where the clock is believed: one that jumped ahead would delete all but one.
    """
    now = now or timezone.now()
    old = [(at, file) for at, file in dated(part, folder) if at <= now][:-1]
    last_of_day = {at.date(): file for at, file in old}
    gone = [
        file
        for at, file in old
        if now - at > KEPT[part] or (now - at > DAYS_OF_HOURS and file != last_of_day[at.date()])
    ]
    for file in gone:
        file.unlink()
    return gone


def overdue(part: str, folder: Path, *, now: dt.datetime | None = None) -> list[Path]:
    """Return the backups that should be gone, and those of a day to come: with them erased texts can be opened."""
    now = now or timezone.now()
    return [file for at, file in dated(part, folder) if now - at > KEPT[part] + GRACE or at - now > GRACE]
