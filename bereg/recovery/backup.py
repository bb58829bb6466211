"""Backups: the data first, the keys second, in two files that belong on two different sticks."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.audit.queries import end_of_chain
from bereg.core.routing import KEYS, RECORDS
from bereg.core.temporary_folders import temporary_folder
from bereg.counting import store
from bereg.counting.faults import FiguresFault
from bereg.recovery import archive, copies
from bereg.recovery.archive import BackupError, Progress
from bereg.recovery.manifest import Manifest

FACTS = "facts"  # which may lie elsewhere than the data
# Of the data; what is neither here nor among the facts can be made anew.
SEALED = "files"
FILES = (SEALED, "releases", "published.toml")
HELD = "held"
SECRETS = ("root.age", "django.key")  # beside the database of the keys
CLOCKS_DIFFER = dt.timedelta(minutes=5)  # of two machines
MADE_AT = "%Y%m%dT%H%M%SZ"
Begin = Callable[[str, int], Progress]  # is told the part and its size in bytes


@dataclass(frozen=True)
class Made:
    """One backup that was made."""

    file: Path
    manifest: Manifest


def back_up(part: str, folder: Path, recipient: str, *, begin: Begin, now: dt.datetime | None = None) -> Made:
    """Make one backup, of the `data` or the `keys`, in a folder. Raise BackupError; then nothing is left there."""
    begun = now or timezone.now()
    archive.recipient_of(recipient)
    target = folder / f"bereg-{part}-{begun.astimezone(dt.UTC):{MADE_AT}}.age"
    if target.exists():
        raise BackupError(_("%s exists already.") % target)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with temporary_folder("backup") as work:
        chain = end_of_chain().seq  # before the copy: it has at least these entries
        if part == "data":
            _hold_sealed(work / HELD)  # what is deleted from now on is still named in the copy
        rows = copies.copy(*_copied(part, work))
        with facts_answer():
            members = _members(part, work)
        manifest = Manifest(
            part=part,
            made_at=begun,
            version=version("bereg"),
            engine=connections[_alias(part)].vendor,
            rows=rows,
            digests={name: archive.digest(file).hex() for name, file in members.items()},
            chain=chain,
        )
        progress = begin(part, sum(file.stat().st_size for file in members.values()))
        told = manifest.write(work)
        with archive.on_disk(folder):
            archive.write(target, {"manifest.json": told, **members}, recipient, progress=progress)
    return Made(target, manifest)


@contextmanager
def facts_answer() -> Iterator[None]:
    """Raise BackupError where the address of the facts does not answer."""
    try:
        yield
    except FiguresFault as fault:
        raise BackupError(str(fault)) from fault


def newest(part: str, folder: Path, *, now: dt.datetime | None = None) -> dt.datetime | None:
    """Return when the newest backup was made; one of a day to come was made while the clock was wrong."""
    now = now or timezone.now()
    return max((at for at, _file in dated(part, folder) if at <= now + CLOCKS_DIFFER), default=None)


def dated(part: str, folder: Path) -> list[tuple[dt.datetime, Path]]:
    """Return the backups of a part in a folder with their times, the oldest first. Other files are not ours."""
    found = ((_made_at(part, file), file) for file in folder.glob(f"bereg-{part}-*.age"))
    return sorted((at, file) for at, file in found if at)


def _made_at(part: str, file: Path) -> dt.datetime | None:
    """Return when a backup was made, as its name says."""
    try:
        return dt.datetime.strptime(file.name, f"bereg-{part}-{MADE_AT}.age").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _alias(part: str) -> str:
    return RECORDS if part == "data" else KEYS


def _copied(part: str, work: Path) -> tuple[str, Path]:
    return _alias(part), work / copies.name_of(_alias(part))


def _members(part: str, work: Path) -> dict[str, Path]:
    """Return the files of a backup with the names that they have in it, the copied database among them."""
    data = Path(settings.DATA)
    copied = {file.name: file for file in [_copied(part, work)[1]]}
    if part == "keys":
        secrets = {name: data / "keys" / name for name in SECRETS}
        return copied | {name: file for name, file in secrets.items() if file.exists()}
    facts = dict(store.files())
    _hold_sealed(work / HELD)  # and what came before the copy was made
    roots = {name: work / HELD if name == SEALED else data for name in FILES}
    found = {
        str(place.relative_to(root)): place
        for name, root in roots.items()
        for place in (root / name, *sorted((root / name).rglob("*")))
    }
    with store.at_hand(facts.values()) as near:
        for name, file in {**{f"{FACTS}/{name}": near[place] for name, place in facts.items()}, **found}.items():
            if file.is_file() and not file.name.startswith("."):
                # Files may be renewed meanwhile: what is packed is what was looked at.
                kept = work / name
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, kept)
                copied[name] = kept
    return copied


def _hold_sealed(into: Path) -> None:
    """Give each sealed file a second name, which takes no room and outlives the first one."""
    data = Path(settings.DATA)
    for file in filter(Path.is_file, (data / SEALED).rglob("*")):
        held = into / file.relative_to(data)
        held.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # deleted just now
            try:
                os.link(file, held)
            except OSError:  # held already; or on another disk, or on one without second names
                if not (held.exists() and held.samefile(file)):
                    shutil.copyfile(file, held)
