"""The backups that the server makes by itself, where the settings say where to and for which key."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.recovery.archive import BackupError
from bereg.recovery.backup import back_up
from bereg.recovery.pruning import prune
from bereg.retention import clock


def place_of(part: str) -> tuple[str, str]:
    """Return the folder and the public key of a part, as the settings say; empty where they do not."""
    if part == "data":
        return settings.BACKUPS, settings.BACKUP_KEY
    return settings.KEYS_BACKUPS, settings.KEYS_BACKUP_KEY or settings.BACKUP_KEY


def is_set_up(part: str) -> bool:
    """Tell whether the settings name a folder and a key for the backups of a part."""
    return all(place_of(part))


def back_up_now(part: str) -> str:
    """Make one backup and delete those whose time is over, unless the clock is doubted.

    Return its name; "" where nothing is set.
    """
    folder, key = place_of(part)
    if not folder or not key:
        return ""
    if not Path(folder).is_dir():  # a stick that was pulled out: making the folder would keep the backup on this disk
        raise BackupError(_("%s is not there.") % folder)
    made = back_up(part, Path(folder), key, begin=lambda _part, _size: lambda _done: None)
    if clock.doubt() is None:
        prune(part, Path(folder))
    return made.file.name
