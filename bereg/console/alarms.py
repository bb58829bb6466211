"""Alarms of the installation itself: notices to its administrators, who are told by mail that something waits.

An alarm stands as long as what it is about; given up unread or read, it is given anew after a week.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import notices
from bereg.accounts.kinds import NoticeKind
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with
from bereg.console.examination import examine
from bereg.core.findings import Weight
from bereg.core.program_name import as_typed

ALARM = "installation.alarm"
BACKUP_FAILED, DISK_FULL, NO_WORKER = "backup_failed", "disk_full", "no_worker"
APART = {BACKUP_FAILED, DISK_FULL, NO_WORKER}  # raised where they are noticed, and not by the hourly look
AGAIN_AFTER = dt.timedelta(days=7)


@transaction.atomic
def raise_alarm(code: str) -> None:
    """Give an alarm to every administrator, unless they were given the same within a week."""
    last = notices.newest_at(kind=ALARM, target=code)
    if last is None or timezone.now() - last > AGAIN_AFTER:
        notices.settle(kind=ALARM, target=code)
        notices.give(kind=ALARM, target=code, to=people_with(Permission.KEYS))


def clear(code: str) -> None:
    """Take an alarm back: what it is about is over."""
    if code in notices.targets_of(ALARM):
        notices.forget(kind=ALARM, target=code)


def look() -> set[str]:
    """Raise an alarm for each grave finding of the doctor, and clear those of what is mended. Return the codes."""
    grave = {found.code for found in examine() if found.weight is Weight.GRAVE} - APART
    for code in sorted(grave):
        raise_alarm(code)
    for code in notices.targets_of(ALARM) - grave - APART:
        clear(code)
    return grave


def _words(code: str) -> str:
    known = {
        BACKUP_FAILED: _("A backup could not be made. On the machine, `bereg doctor` says what to do."),
        DISK_FULL: _("The disk of the data is nearly full. Make room before calls cannot be saved."),
        NO_WORKER: _("The program's own work stands still: nothing is backed up, and nothing erased at night."),
    }
    more = _("The installation has a grave weakness (%(code)s). On the machine, `bereg doctor` says what to do.")
    return as_typed(known.get(code) or more % {"code": code})


NOTICE = NoticeKind(code=ALARM, words=_words, where=lambda _code: "", is_alarm=True)
