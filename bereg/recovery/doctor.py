"""Backups, checkpoints and the drill: whether the worst day has a next one."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.audit.queries import last_time
from bereg.core.findings import Finding, Weight
from bereg.recovery.backup import newest
from bereg.recovery.pruning import KEPT, overdue
from bereg.recovery.scheduled import place_of
from bereg.vault import ledger

OLDEST = dt.timedelta(hours=2)
MOST_NAMED = 3
DRILLED_EACH = dt.timedelta(days=92)
COPIED_WITHIN = dt.timedelta(hours=2)


def findings() -> Iterator[Finding]:
    """Yield what is weak about backups."""
    for part in ("data", "keys"):
        yield from _backups(part)
    yield from late_backups()
    yield from _apart()
    yield from _checkpoints()
    yield from _drill()


def _backups(part: str) -> Iterator[Finding]:
    folder, key = place_of(part)
    words = {"data": _("the data"), "keys": _("the keys")}
    remedy = _("Set BEREG_BACKUPS, BEREG_KEYS_BACKUPS and BEREG_BACKUP_KEY; the server then makes them by itself.")
    if not folder or not key:
        fault = _("Nothing backs up %s.") % words[part]
        yield Finding(f"no_{part}_backup", Weight.GRAVE, fault, remedy, "recovery.md")
        return
    made_at = newest(part, Path(folder))
    if made_at is None or timezone.now() - made_at > OLDEST:
        fault = _("There is no backup of %(part)s from the last %(hours)d hours in %(folder)s.") % {
            "part": words[part],
            "hours": OLDEST // dt.timedelta(hours=1),
            "folder": folder,
        }
        remedy = _("Look whether the folder is there, and run `bereg backup` to see what is wrong.")
        yield Finding(f"old_{part}_backup", Weight.GRAVE, fault, remedy, "recovery.md")


def late_backups() -> Iterator[Finding]:
    """Yield which backups are overdue to be deleted; `bereg retention due` names them too."""
    for part in ("data", "keys"):
        folder, _key = place_of(part)
        late = overdue(part, Path(folder)) if folder else []
        if late:
            fault = _("Backups that should be gone after %(days)d days, or are of a day to come: %(files)s.") % {
                "days": KEPT[part].days,
                "files": ", ".join(str(file) for file in late[:MOST_NAMED]),
            }
            remedy = _("See why no newer one is made, then delete them by hand: with them erased texts can be opened.")
            yield Finding(f"overdue_{part}_backup", Weight.WEAK, fault, remedy, "recovery.md")


def _apart() -> Iterator[Finding]:
    """Backups on the disk of the data go with it; data and keys on one stick go together."""
    data = Path(settings.DATA)
    places = {part: Path(place_of(part)[0]) for part in ("data", "keys") if place_of(part)[0]}
    standing = {part: folder for part, folder in places.items() if folder.is_dir()}
    for part, folder in standing.items():
        if folder.stat().st_dev == data.stat().st_dev:
            yield Finding(
                f"{part}_backup_here",
                Weight.WEAK,
                _("The backups in %s lie on the disk of the data: whoever takes one takes both.") % folder,
                _("Choose a folder on another disk or machine."),
                "recovery.md",
            )
    if len(standing) == 2 and len({folder.stat().st_dev for folder in standing.values()}) == 1:
        yield Finding(
            "backups_together",
            Weight.WEAK,
            _("The backups of the data and of the keys lie on one disk."),
            _("Put them in two places: whoever finds one must not find the other."),
            "recovery.md",
        )


def _checkpoints() -> Iterator[Finding]:
    if settings.CHECKPOINTS is None:
        yield Finding(
            "no_checkpoints",
            Weight.WEAK,
            _("The ends of the audit log are kept nowhere else: nobody would notice that its newest part is missing."),
            _("Set BEREG_CHECKPOINTS to a folder away from this machine."),
            "audit.md",
        )
    since = ledger.pending_since()
    if since and timezone.now() - since > COPIED_WITHIN:
        yield Finding(
            "ledger_pending",
            Weight.WEAK,
            _("Erasures since %s are not copied off this machine: a restored backup could bring them back.")
            % f"{since:%Y-%m-%d %H:%M}",
            _("Set BEREG_CHECKPOINTS, and look whether its folder is there."),
            "retention.md",
        )


def _drill() -> Iterator[Finding]:
    last = last_time("backup.drilled")
    if last is None or timezone.now() - last > DRILLED_EACH:
        yield Finding(
            "no_drill",
            Weight.WEAK,
            _("Nobody has tried within three months whether a backup can be restored."),
            _("Run `bereg drill`."),
            "recovery.md",
        )
