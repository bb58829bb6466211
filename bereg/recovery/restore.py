"""Restoring into an empty place: the ledger is played again and the log verified before anybody is served."""

import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import account_recovery
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.audit.checkpoints import Checkpoint
from bereg.audit.queries import end_of_chain, verify
from bereg.audit.verifying import DamageKind
from bereg.centres.staffing import withdraw_all_invitations
from bereg.core.databases import RESTORING
from bereg.core.routing import KEYS, RECORDS
from bereg.core.temporary_folders import temporary_folder
from bereg.counting import store
from bereg.recovery import archive, backup, copies, erasures, manifest, row_copy
from bereg.recovery.archive import BackupError
from bereg.vault import comparing_all, key_locations, keyring, ledger, opening, root, unlocking
from bereg.vault.escrow import mark_of
from bereg.vault.faults import VaultFault

CLOSED = "closed_accepted"  # why the audit log says that a restore left texts that do not open
Counting = Callable[[str, int], Callable[[int], object]]  # is told what is counted and how many there are


@dataclass(frozen=True)
class RestoreSource:
    """What to restore from. `checkpoints`: the folder off the machine; without it no later erasure or cut shows."""

    data: Path
    keys: Path
    data_identity: str
    keys_identity: str
    checkpoints: Path | None = None
    escrow: "NewRoot | None" = None  # None: the passphrase is known
    accepts_closed: bool = False  # whether what does not open any more stays as it is, and everything else comes back


@dataclass(frozen=True)
class NewRoot:
    """The root key of two sheets of the escrow, and the passphrase that its new file gets."""

    key: bytes = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass
class Restored:
    rows: dict[str, int] = field(default_factory=dict)
    erased_again: int = 0
    entries: int = 0
    accounts_of: str = ""  # when the backup was made whose accounts and roles these are
    lost_entries: int = 0  # of the log, that a checkpoint knows and the backup does not yet
    doubted: list[str] = field(default_factory=list)  # where in the folder of checkpoints something is not believed
    left: str = ""  # why the old checkpoints could not be put aside
    texts: opening.Tried = field(default_factory=opening.Tried)
    seconds: dict[str, float] = field(default_factory=dict)


def restore(wanted: RestoreSource, *, count: Counting) -> Restored:
    """Restore. Raise BackupError; the place is empty again then, and the backups are untouched.

    Where it cannot be emptied either, it stays marked as half restored, and nothing is served from it.
    """
    refuse_unless_empty()
    done = Restored()
    with _marked(), temporary_folder("restore") as work:
        with _timed(done, "unpack"):
            made = [_unpacked(part, wanted, work) for part in ("data", "keys")]
        carried = _to_carry(work, *made)
        with _timed(done, "put back"):
            done.rows = _put_back(work, carried)
        if wanted.escrow:
            keyring.unlock_with(wanted.escrow.key)  # migrating may seal something
        if carried:
            with _timed(done, "carry"):
                done.rows |= row_copy.carry(carried, count=count).get(RECORDS, {})
        with _timed(done, "check"):
            if not carried:
                _bring_up_to_date()
            _unlock(wanted.escrow)
            known = erasures.known(wanted.checkpoints)
            done.doubted = known.doubted
            # Before anything is recorded here: checkpoints know other entries by the numbers that come next.
            _verify(known.checkpoints, made[0], done, count)
            if wanted.escrow:
                _record_new_root(wanted.escrow)
            _adopt_older()
            done.erased_again = ledger.replay(known.lines)
            done.texts = opening.try_all(count(_("texts and files tried"), opening.count()))
            if not wanted.accepts_closed:
                demand_all_open(done.texts)
            done.accounts_of = f"{made[0].made_at:%Y-%m-%d %H:%M} UTC"
            account_recovery.end_all_access()
            withdraw_all_invitations()
            closed = CLOSED if done.texts.failed or done.texts.erased else ""
            audit.record("installation.restored", target=Thing("installation", "-"), by=None, because=closed)
    _put_aside(wanted.checkpoints, done)
    return done


def refuse_unless_empty() -> None:
    """Check that nothing would be written over. Raise BackupError."""
    data = Path(settings.DATA)
    if (data / RESTORING).exists():
        raise BackupError(
            _("A restore into %s was cut off, or goes on: delete what is in it, and make its databases anew.") % data
        )
    with backup.facts_answer():
        facts = any(store.files())
    standing = [alias for alias in (RECORDS, KEYS) if not copies.is_empty(alias)]
    if standing or root.exists() or facts or any((data / name).exists() for name in backup.FILES):
        raise BackupError(
            _(
                "There is an installation here already: restore into an empty place, by setting BEREG_DATA (and "
                "BEREG_DATABASE and BEREG_FACTS, where they are set) to another one."
            )
        )


def _unpacked(part: str, wanted: RestoreSource, work: Path) -> manifest.Manifest:
    folder = work / part
    folder.mkdir(mode=0o700)
    source, identity = getattr(wanted, part), getattr(wanted, f"{part}_identity")
    archive.read(source, folder, identity)
    return manifest.read(folder, part, source)


def _to_carry(work: Path, data: manifest.Manifest, keys: manifest.Manifest) -> dict[str, Path]:
    """Return the copies of SQLite that have to go to PostgreSQL. Raise BackupError where the two do not fit."""
    if keys.made_at < data.made_at:
        raise BackupError(
            _(
                "The keys were backed up before the data, so what was sealed between the two could not be opened: take "
                "a later backup of the keys."
            )
        )
    made = ((RECORDS, data), (KEYS, keys))
    return {
        alias: work / each.part / copies.name_of(alias, each.engine)
        for alias, each in made
        if row_copy.is_needed(alias, each.engine)
    }


def _put_back(work: Path, carried: Collection[str]) -> dict[str, int]:
    """Put everything into its place but the databases that are carried. Return the rows of the records."""
    data = Path(settings.DATA)
    parts = {RECORDS: "data", KEYS: "keys"}
    rows = {
        alias: copies.put_back(alias, work / part / copies.name_of(alias))
        for alias, part in parts.items()
        if alias not in carried
    }
    for name in backup.FILES:
        if (work / "data" / name).exists():
            (work / "data" / name).rename(data / name)
    with backup.facts_answer():
        store.put_back(work / "data" / backup.FACTS)
    (data / "keys").mkdir(exist_ok=True, mode=0o700)
    for name in backup.SECRETS:
        if (work / "keys" / name).exists():
            shutil.move(work / "keys" / name, data / "keys" / name)
    _hold_secret(data / "keys" / "django.key")
    return rows.get(RECORDS, {})


def _hold_secret(file: Path) -> None:
    """Go on under the secret that was restored: this process began with another, and migrating digests something."""
    if file.exists():
        settings.SECRET_KEY = file.read_text()


def _bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _unlock(escrow: NewRoot | None) -> None:
    try:
        if escrow:
            _write_root(escrow)
        elif not root.exists():
            raise BackupError(_("The backup of the keys holds no root key: say --escrow, with two sheets of it."))
        unlocking.unlocked()
    except VaultFault as fault:
        raise BackupError(str(fault)) from fault


def _adopt_older() -> None:
    """Take over what an older version has sealed, before anything that stands is changed."""
    try:
        comparing_all.adopt()
    except comparing_all.NotAdopted:
        raise BackupError(_("The audit log of the backup is damaged (%s): take another backup.") % "verify") from None


def _write_root(escrow: NewRoot) -> None:
    """Make the file of the root key anew, whose passphrase nobody knows any more."""
    keyring.check_root()
    root.write(escrow.key, escrow.passphrase, over=True)
    key_locations.check()
    keyring.hand_out()


def _record_new_root(escrow: NewRoot) -> None:
    audit.record("keys.restored", target=Thing("vault.root", mark_of(escrow.key).hex()), by=None)


def _verify(kept: list[Checkpoint], made: manifest.Manifest, done: Restored, count: Counting) -> None:
    """Verify the log as far as the backup holds it; what came after it is lost, and is said."""
    end = end_of_chain().seq
    progress = count(_("entries of the log"), end)
    seen = 0

    def tell(now: int, _all: int) -> None:
        nonlocal seen
        progress(now - seen)
        seen = now

    found = verify(kept, progress=tell)
    wrong = [damage for damage in found.damages if damage.kind is not DamageKind.CUT]
    if wrong and found.count >= found.entries > 0:
        raise BackupError(
            _(
                "No entry of the audit log fits these keys: are the data and the keys backups of two installations? "
                "If they are of one, take another backup."
            )
        )
    if wrong or end < made.chain:
        where = f"{wrong[0].kind} {wrong[0].seq}" if wrong else f"{DamageKind.CUT} {end + 1}"
        raise BackupError(_("The audit log of the backup is damaged (%s): take another backup.") % where)
    done.entries = found.entries
    done.lost_entries = max([0, *(each.seq - end for each in kept)])


def demand_all_open(tried: opening.Tried) -> None:
    """Check that every text opened, and that none stands that was erased. Raise BackupError."""
    if tried.failed:
        raise BackupError(
            _(
                "%(count)d texts or files cannot be opened, the first: %(first)s. An older backup may hold them whole; "
                "to leave them closed and get all else back, say --accept-closed."
            )
            % {"count": len(tried.failed), "first": tried.failed[0]}
        )
    if tried.erased:
        raise BackupError(_("Erased texts or files that stand there again without their keys: %d.") % tried.erased)


def _put_aside(folder: Path | None, done: Restored) -> None:
    """Let the checkpoints begin anew: the old ones know entries that are lost. Only now, as the restore stands."""
    if folder is None:
        return
    before = folder / f"before-{timezone.now():%Y%m%dT%H%M%SZ}"
    try:
        for file in folder.glob("bereg-checkpoints-*.jsonl"):
            before.mkdir(exist_ok=True)
            file.rename(before / file.name)
    except OSError as problem:
        done.left = f"{problem.filename}: {problem.strerror}"


@contextmanager
def _marked() -> Iterator[None]:
    """Mark the place as half restored, so that nothing is served from it; empty it again where the restore fails."""
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = data / RESTORING
    mark.touch(mode=0o600)
    try:
        yield
    except BaseException as problem:
        _empty_after(problem)
        mark.unlink()
        raise
    mark.unlink()


def _empty_after(problem: BaseException) -> None:
    data = Path(settings.DATA)
    try:
        _empty(data)
    except Exception as second:
        raise BackupError(
            _(
                "%(problem)s And %(place)s could not be emptied again (%(second)s): delete what is in it, and make its "
                "databases anew."
            )
            % {"problem": str(problem) or type(problem).__name__, "place": data, "second": second}
        ) from problem


def _empty(data: Path) -> None:
    keyring.lock()
    for alias in (RECORDS, KEYS):
        copies.clear(alias)
    for name in backup.FILES:
        if (data / name).is_dir():
            shutil.rmtree(data / name)
        (data / name).unlink(missing_ok=True)
    store.forget()
    root.path().unlink(missing_ok=True)


@contextmanager
def _timed(done: Restored, step: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    done.seconds[step] = time.monotonic() - begun
