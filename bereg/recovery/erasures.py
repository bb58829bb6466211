"""Which erasures a restore plays again. Were one of them missing, an erased text would come back unseen."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.audit import chain, checkpoints
from bereg.audit.checkpoints import Checkpoint, Ledger
from bereg.recovery.archive import BackupError
from bereg.vault import ledger, ledger_copy
from bereg.vault.ledger import LedgerEntry
from bereg.vault.ledger_copy import Copied


@dataclass(frozen=True)
class KnownErasures:
    """What is known of the time after the backup: genuine checkpoints, the oldest first, and every erasure.

    doubted: where in the folder something cannot be read, or was not signed here; nothing of that is believed.
    """

    checkpoints: list[Checkpoint]
    lines: list[LedgerEntry]
    doubted: list[str]


def known(folder: Path | None) -> KnownErasures:
    """Read the folder off the machine; None: the backup alone. Raise BackupError where it lacks an erasure."""
    stored = list(ledger.stored())
    if folder is None:
        return KnownErasures([], stored, [])
    key = chain.held_key() or b""
    try:
        found = list(checkpoints.read(folder))
        copied = ledger_copy.read(folder, key=key)
    except OSError as problem:
        raise BackupError(f"{problem.filename}: {problem.strerror}.") from problem
    readable = [each for each in found if isinstance(each, Checkpoint)]
    genuine = [each for each in readable if each.is_signed_with(key)]
    doubted = [str(folder / each) for each in found if isinstance(each, str)] + copied.doubted
    doubted += [_("the checkpoint of %s") % each.at for each in readable if not each.is_signed_with(key)]
    _demand_all(folder, genuine, stored, copied, doubted)
    in_order = sorted(copied.lines, key=lambda each: each[0])
    return KnownErasures(genuine, list(dict.fromkeys([*stored, *(line for _number, line in in_order)])), doubted)


def _demand_all(
    folder: Path, genuine: list[Checkpoint], stored: list[LedgerEntry], copied: Copied, doubted: list[str]
) -> None:
    if not genuine:
        raise BackupError(
            _(
                "There is no checkpoint of this installation in %(folder)s, so nobody knows what was erased after the "
                "backup: look for the right folder%(doubted)s. If there is none, say --without-checkpoints: erased "
                "texts may come back then."
            )
            % {"folder": folder, "doubted": _list(doubted)}
        )
    most = max(genuine, key=lambda each: (each.ledger.lines, each.at))
    numbered = dict(enumerate(stored, 1)) | dict(copied.lines)  # of two with one number the later one holds
    has = [numbered[number] for number in range(1, most.ledger.lines + 1) if number in numbered]
    if Ledger(*max(ledger.digests(has), default=(0, ""))) != most.ledger:
        raise BackupError(
            _(
                "%(file)s has not all %(count)d erasures that the checkpoint of %(at)s knows, so erased texts would "
                "come back: bring the whole file%(doubted)s. If it is lost, say --without-checkpoints, and erase by "
                "hand what has to be erased."
            )
            % {
                "file": folder / ledger_copy.FILE,
                "count": most.ledger.lines,
                "at": most.at,
                "doubted": _list(doubted),
            }
        )


def _list(doubted: list[str]) -> str:
    return _(" (not to be read, or not signed here: %s)") % ", ".join(doubted[:3]) if doubted else ""
