"""What a backup says about itself."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bereg.recovery import archive
from bereg.recovery.archive import BackupError
from bereg.recovery.copies import Rows

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """One backup. `made_at` is when the copy of the database began, in UTC."""

    part: str  # data or keys
    made_at: dt.datetime
    version: str
    engine: str
    rows: Rows
    digests: dict[str, str]  # a file's name and its SHA-256
    chain: int  # the audit log had at least so many entries
    format: int = FORMAT

    def write(self, folder: Path) -> Path:
        file = folder / NAME
        text = json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1)
        file.write_text(text, encoding="utf-8")
        return file


def read(folder: Path, part: str, source: Path) -> Manifest:
    """Read the manifest of an unpacked backup and hold every file to it. Raise BackupError."""
    try:
        kept: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        made_at = dt.datetime.fromisoformat(kept.pop("made_at"))
        found = Manifest(made_at=made_at, **kept)
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise BackupError(_("%s is no backup of Bereg.") % source) from problem
    if found.format != FORMAT:
        raise BackupError(_("%s was made by a newer version of Bereg: install that one.") % source)
    if found.part != part:
        words = {"data": _("the data"), "keys": _("the keys")}
        raise BackupError(
            _("%(source)s is a backup of %(found)s, not of %(part)s.")
            % {"source": source, "found": words.get(found.part, found.part), "part": words[part]}
        )
    for name, expected in found.digests.items():
        if archive.digest(folder / name).hex() != expected:
            raise BackupError(
                _("%(source)s is damaged at %(name)s: take another copy.") % {"source": source, "name": name}
            )
    return found
