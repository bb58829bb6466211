"""`bereg restore`: an installation out of its backups, in an empty place."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from bereg.core.commands import PlainCommand, wrong_use
from bereg.core.progress import bar
from bereg.recovery.archive import BackupError, on_disk
from bereg.recovery.restore import NewRoot, Restored, RestoreSource, refuse_unless_empty, restore
from bereg.recovery.row_copy import OtherEngineError
from bereg.vault import escrow_sheets as ceremony
from bereg.vault import passphrase
from bereg.vault.faults import VaultFault


class Command(PlainCommand):
    """Restores, checks, and only then lets anybody serve."""

    help = "Restore an installation into an empty place; see docs/safety/recovery.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--data", type=Path, required=True, metavar="FILE", help="the backup of the data")
        parser.add_argument(
            "--keys", type=Path, required=True, metavar="FILE", help="the backup of the keys, a later one"
        )
        parser.add_argument(
            "--identity", type=Path, required=True, metavar="FILE", help="the age private key of the data"
        )
        parser.add_argument("--keys-identity", type=Path, metavar="FILE", help="that of the keys, if it is another one")
        parser.add_argument("--checkpoints", type=Path, metavar="FOLDER", help="what BEREG_CHECKPOINTS collected")
        parser.add_argument("--without-checkpoints", action="store_true", help="restore although there are none")
        parser.add_argument(
            "--escrow", action="store_true", help="the passphrase is lost: ask for two sheets of the escrow instead"
        )
        parser.add_argument(
            "--sheet", type=Path, action="append", default=[], metavar="FILE", help="such a sheet, twice"
        )
        parser.add_argument(
            "--accept-closed", action="store_true", help="restore although texts cannot be opened, and list them"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        """Restore, or say in one line what is wrong."""
        try:
            with on_disk(Path(settings.DATA)):
                done = restore(_wanted(options), count=bar)
        except OtherEngineError as problem:
            raise wrong_use(str(problem)) from problem
        except (BackupError, OperationalError, VaultFault) as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write("\n".join(lines_of(done)))


def lines_of(done: Restored) -> list[str]:
    """Return the result in words."""
    rows, steps = sum(done.rows.values()), ", ".join(f"{name} {taken:.1f} s" for name, taken in done.seconds.items())
    lines = [
        _("Restored: %(rows)d rows in %(tables)d tables (%(steps)s).")
        % {"rows": rows, "tables": len(done.rows), "steps": steps},
        _("Sealed texts and files that open: %(opened)d of %(all)d.")
        % {"opened": done.texts.opened, "all": done.texts.opened + len(done.texts.failed)},
        *(f"  {each}" for each in done.texts.failed),
        _("Erased again after the ledger: %d.") % done.erased_again,
        _("The audit log is whole: %d entries.") % done.entries,
    ]
    if done.accounts_of:
        told = _("Accounts and roles are those of %s: close again who has left since. Everybody signs in anew.")
        lines.append(told % done.accounts_of)
    if done.texts.erased:
        lines.append(_("Erased texts or files that stand there again without their keys: %d.") % done.texts.erased)
    if done.lost_entries:
        lines.append(_("Newer than this backup, and so lost: %d entries of the log.") % done.lost_entries)
    if done.doubted:
        lines.append(_("Not believed, as it cannot be read or was not signed here: %s.") % ", ".join(done.doubted))
    if done.left:
        lines.append(_("Put the old checkpoints into another folder by hand, as that failed: %s.") % done.left)
    return lines


def _wanted(options: dict[str, Any]) -> RestoreSource:
    if not options["checkpoints"] and not options["without_checkpoints"]:
        raise wrong_use(
            _(
                "say --checkpoints FOLDER: without it nobody sees what was erased or cut off after the backup. If "
                "there are none, say --without-checkpoints."
            )
        )
    if options["checkpoints"] and not options["checkpoints"].is_dir():
        raise wrong_use(_("%s is no folder.") % options["checkpoints"])
    identity = _text(options["identity"])
    keys_identity = _text(options["keys_identity"]) if options["keys_identity"] else identity
    # Before two people have typed their sheets.
    refuse_unless_empty()
    for file in (options["data"], options["keys"]):
        if not file.is_file():
            raise wrong_use(_("%s is not there.") % file)
    return RestoreSource(
        data=options["data"],
        keys=options["keys"],
        data_identity=identity,
        keys_identity=keys_identity,
        checkpoints=options["checkpoints"],
        escrow=_new_root(options["sheet"]) if options["escrow"] or options["sheet"] else None,
        accepts_closed=options["accept_closed"],
    )


def _new_root(sheets: list[Path]) -> NewRoot:
    """Join two sheets, and choose a passphrase in the place of the one that is lost."""
    key = ceremony.joined(*ceremony.two_sheets(sheets))
    chosen = passphrase.known() or passphrase.chosen()
    try:
        passphrase.demand_strong(chosen)
    except passphrase.WeakPassphrase as problem:
        raise wrong_use(str(problem)) from problem
    return NewRoot(key, chosen)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or _("no text")
        raise wrong_use(f"{file}: {why}.") from problem
