"""`bereg keys`: looks after the keys of the vault; see docs/safety/keys.md."""

import os
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from bereg.audit import actions as audit
from bereg.audit import checkpoints
from bereg.audit.actions import Thing
from bereg.audit.queries import verify
from bereg.centres.queries import all_centres
from bereg.console.second_person import ESCROW, PASSPHRASE, ROTATE, require_second_person
from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.program_name import as_called
from bereg.core.progress import bar, moving
from bereg.core.secure_delete import scrub_after_commit
from bereg.vault import actions, checking, comparing_all, escrow, key_locations, keyring, passphrase, root, rotating
from bereg.vault import escrow_sheets as ceremony
from bereg.vault.commands import require_vault
from bereg.vault.faults import KeysDamaged, VaultFault

INTERRUPTED = 130


class Command(PlainCommand):
    """Checks, rotates, splits and restores keys."""

    help = "Look after the keys of the vault; see docs/safety/keys.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="check|rotate|escrow|restore|passphrase")
        acts.add_parser("check", help="say whether every key is whole")
        rotating = acts.add_parser("rotate", help="give the centres new keys, while people work")
        rotating.add_argument("--centre", default="", metavar="CODE", help="one centre alone")
        printing = acts.add_parser("escrow", help="print the root key on three sheets, of which two restore it")
        printing.add_argument("--to", type=Path, metavar="FOLDER", help="write the sheets as text files instead")
        printing.add_argument("--no-check", action="store_true", help="do not ask for two sheets to be typed back")
        restoring = acts.add_parser("restore", help="make the file of the root key from two sheets")
        restoring.add_argument("--sheet", type=Path, action="append", default=[], metavar="FILE", help="twice")
        changing = acts.add_parser("passphrase", help="change the passphrase of the root key")
        changing.add_argument("--new", type=Path, metavar="FILE", help="the file that the new one lies in")
        for each in (rotating, printing, changing):
            each.add_argument("--approval", default="", metavar="NUMBER", help="of a second person's agreement to this")

    def handle(self, *_args: object, **options: Any) -> None:
        """Do what was asked."""
        require_database()
        try:
            match options["act"]:
                case "check":
                    self._check()
                case "rotate":
                    self._rotate(options["centre"], options["approval"])
                case "escrow":
                    self._escrow(options["to"], check=not options["no_check"], approval=options["approval"])
                case "restore":
                    self._restore(options["sheet"])
                case _:
                    self._passphrase(options["new"], options["approval"])
        except VaultFault as problem:
            raise wrong_use(str(problem)) from problem

    def _check(self) -> None:
        require_vault()
        key_locations.check()
        counts, found = checking.counts(), 0
        compared = bar(_("records compared"), comparing_all.count())
        for problem in checking.problems(bar(_("keys"), counts["keys"]), compared):
            self.stderr.write(problem)
            found += 1
        self.stdout.write(
            _(
                "Root key: set %(set)s. Keys of records: %(keys)d, receipts and links: %(recipients)d, pairs of "
                "centres: %(pairs)d, secrets: %(secrets)d."
            )
            % {"set": ceremony.set_of(escrow.mark_of(keyring.require())), **counts}
        )
        found += self._verify()
        for centre in all_centres().filter(pk__in=checking.centres_without_keys(_ids())):
            self.stdout.write(_("%s has no keys yet; the server makes them.") % centre.code)
        for weakness in checking.weaknesses():  # no fault of a key: `bereg doctor` weighs it
            self.stderr.write(weakness)
        if found:
            raise CommandError(_("Faults found: %d.") % found)
        self.stdout.write(_("No fault was found."))

    def _verify(self) -> int:
        """Look whether the record that the texts were compared with is whole itself. Return how many faults."""
        place = settings.CHECKPOINTS
        kept = checkpoints.read(place) if place and place.exists() else ()
        with tqdm(desc=_("Entries"), unit="", leave=False, disable=None) as shown:
            damages = verify(kept, progress=moving(shown)).count
        if damages:
            self.stderr.write(
                _("The audit log is damaged, so it does not prove each text: `%s audit verify` says where.")
                % as_called()
            )
        return bool(damages)

    def _rotate(self, code: str, approval: str) -> None:
        centres = all_centres().filter(code=code) if code else all_centres()
        if code and not centres.exists():
            raise wrong_use(_("there is no centre %s.") % code)
        require_vault()
        # What was begun was agreed to; the agreement is used up, so that the other centres take a new one.
        begun = [] if approval else [centre for centre in centres if rotating.is_interrupted(centre.pk)]
        by = None if begun else require_second_person(ROTATE, approval)
        try:
            damaged = sum(self._rotate_one(centre, by) for centre in begun or centres)
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted. Everything can be read; run the same again to finish."), returncode=INTERRUPTED
            ) from None
        finally:
            scrub_after_commit()
        if begun and len(begun) < len(centres):
            self.stdout.write(_("What had been begun is finished. Any other centre takes an agreement, by --approval."))
        if damaged:
            raise CommandError(
                _(
                    "Keys that do not open: %d. All others are new. Bring those rows back from a backup of the keys, "
                    "or erase their records."
                )
                % damaged
            )

    def _rotate_one(self, centre: Any, by: Any) -> int:
        """Give one centre new keys. Return how many keys of records do not open."""
        try:
            actions.rotate(centre.pk, by=by, progress=bar(centre.code, rotating.waiting(centre.pk)))
        except KeysDamaged as fault:
            for record, kind in fault.keys:
                self.stderr.write(checking.does_not_open(record, kind))
            return len(fault.keys)
        self.stdout.write(_("%s has new keys; the old ones are gone.") % centre.code)
        return 0

    def _escrow(self, folder: Path | None, *, check: bool, approval: str) -> None:
        if check and not sys.stdin.isatty():
            raise wrong_use(_("there is no terminal to type two sheets back at: say --no-check, and check by hand."))
        if folder:
            _refuse_folder(folder)
        require_vault()
        person = require_second_person(ESCROW, approval)
        key = keyring.require()
        _write_down("keys.escrowed", key, by=person)  # first: no sheet is out of which nobody knows
        self._hand_out([ceremony.text_of(sheet) for sheet in escrow.split(key)], folder)
        if check:
            self._check_sheets(key)
        self.stdout.write(_("Give the three sheets to three people; nothing of them is kept here."))

    def _hand_out(self, texts: list[str], folder: Path | None) -> None:
        if folder is None:
            for text in texts:
                self.stdout.write(text)
            return
        try:
            _write_sheets(dict(zip(_sheets_in(folder), texts, strict=True)))
        except OSError as problem:
            raise CommandError(
                _(
                    "The sheets could not be written into %(folder)s (%(reason)s). See that none is left there; to try "
                    "again, ask for a new agreement, if it took one."
                )
                % {"folder": folder, "reason": problem.strerror}
            ) from problem
        for file in _sheets_in(folder):
            self.stdout.write(_("%s is written: print it, and delete it.") % file)

    def _check_sheets(self, key: bytes) -> None:
        self.stderr.write(_("To see that they can be read, type two of them back."))
        if ceremony.joined(*ceremony.two_sheets([])) != key:
            raise wrong_use(_("these are the sheets of another root key."))
        self.stdout.write(_("The sheets restore the root key."))

    def _restore(self, files: list[Path]) -> None:
        if root.exists():
            raise wrong_use(_("%s is there: move it away first.") % root.path())
        key = ceremony.joined(*ceremony.two_sheets(files))
        keyring.unlock_with(key)
        keyring.check_root()
        root.write(key, passphrase.known() or passphrase.chosen())
        key_locations.check()
        keyring.hand_out()
        _write_down("keys.restored", key, by=None)
        self.stdout.write(_("%s is made anew.") % root.path())

    def _passphrase(self, file: Path | None, approval: str) -> None:
        require_vault()
        person = require_second_person(PASSPHRASE, approval)
        key = keyring.require()
        root.write(key, passphrase.read(file) if file else passphrase.chosen(), over=True)
        _write_down("keys.passphrase_changed", key, by=person)
        self.stdout.write(_("The passphrase is changed. Backups of the keys open with the old one until they expire."))
        if source := passphrase.source():
            self.stdout.write(_("Write the new one into %s before the next start.") % source)


def _write_down(act: str, key: bytes, *, by: Any) -> None:
    with transaction.atomic():
        audit.record(act, target=Thing("vault.root", escrow.mark_of(key).hex()), by=by)


def _ids() -> set[Any]:
    return set(all_centres().values_list("pk", flat=True))


def _sheets_in(folder: Path) -> list[Path]:
    return [folder / f"bereg-sheet-{number}.txt" for number in (1, 2, 3)]


def _write_sheets(texts: dict[Path, str]) -> None:
    """Write the sheets, all or none: of a split that fails half way no sheet may be left in clear."""
    with ExitStack() as written:
        for file, text in texts.items():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            written.callback(file.unlink)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
        written.pop_all()


def _refuse_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise wrong_use(_("%s is no folder.") % folder)
    if folder.resolve().is_relative_to(Path(settings.DATA).resolve()):
        raise wrong_use(_("%s lies among the data: the sheets must not.") % folder)
    for file in filter(Path.exists, _sheets_in(folder)):
        raise wrong_use(_("%s is there: move it away first.") % file)
