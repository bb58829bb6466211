"""`bereg audit`: whether the audit log is whole, where it ends, and the end of what is too old."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from tqdm import tqdm

from bereg.accounts import planted_credentials, planted_sessions, roles_in_the_log
from bereg.audit import checkpoints, pruning
from bereg.audit.queries import Report, verify
from bereg.audit.verifying import Damage, DamageKind
from bereg.centres import planted_links
from bereg.console import checkpoint
from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.progress import bar, moving
from bereg.vault import checking, comparing_all, root
from bereg.vault.commands import adopt_older, require_vault
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked

WORDS = {
    DamageKind.CHANGED: gettext_lazy("was changed or made up: its digest does not fit"),
    DamageKind.BROKEN: gettext_lazy(
        "does not follow the one before it: something was deleted, inserted or moved there"
    ),
    DamageKind.MISSING: gettext_lazy("has no entry before it: numbers are missing"),
    DamageKind.REPEATED: gettext_lazy("has a number that was there already"),
    DamageKind.UNREADABLE: gettext_lazy("holds what this program never writes"),
    DamageKind.UNLIKE_CHECKPOINT: gettext_lazy("is not the entry that a checkpoint knows"),
    DamageKind.CUT: gettext_lazy("is missing with all that came after it: a checkpoint knows more"),
    DamageKind.SEGMENT: gettext_lazy("ends a deleted month whose signature does not fit"),
    DamageKind.HEAD: gettext_lazy("is kept as the last one, which it is not"),
    DamageKind.LEDGER: gettext_lazy("of the ledger of erasures is not the line that a checkpoint knows"),
    DamageKind.CHECKPOINT: gettext_lazy("a checkpoint was changed or cannot be read"),
    DamageKind.GUARD: gettext_lazy("a trigger that refuses changes is missing"),
}


class Command(PlainCommand):
    """Looks after the audit log."""

    help = "Verify the audit log, write a checkpoint of it, or delete what is older than three years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="verify|checkpoint|prune|adopt")
        verifying = acts.add_parser("verify", help="say whether the record is whole")
        verifying.add_argument("--against", type=Path, metavar="PLACE", help="file or folder of checkpoints")
        verifying.add_argument("--without-key", action="store_true", help="check the order alone, without unlocking")
        writing = acts.add_parser("checkpoint", help="write where the record ends")
        writing.add_argument("--to", type=Path, metavar="PLACE", help="file or folder, away from this machine")
        acts.add_parser("adopt", help="take over texts of an older version although the record is damaged")
        old = acts.add_parser("prune", help="delete whole months that are older than three years")
        old.add_argument("--dry-run", action="store_true", help="say which months, and delete nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        """Do what was asked."""
        require_database()
        match options["act"]:
            case "verify":
                self._verify(options["against"] or settings.CHECKPOINTS, with_key=not options["without_key"])
            case "checkpoint":
                self._checkpoint(options["to"])
            case "adopt":
                self._adopt()
            case _:
                self._prune(dry_run=options["dry_run"])

    def _verify(self, place: Path | None, *, with_key: bool) -> None:
        if place is not None and not place.exists():
            raise wrong_use(_("%s is not there.") % place)
        if with_key and root.exists():
            require_vault(says_damage=True)
        kept = list(checkpoints.read(place)) if place else []
        with tqdm(desc=_("Entries"), unit="", leave=False, disable=None, file=self.stderr) as shown:
            report = verify(kept, progress=moving(shown))
        report.add(checkpoint.ledger_damages(kept))
        self._say(report)
        for damage in report.damages:
            self.stderr.write(_in_words(damage))
        found = report.count + (self._compare() + self._planted() if report.with_key else 0)
        if found:
            raise CommandError(ngettext("%d damage was found.", "%d damages were found.", found) % found)
        self.stdout.write(_("No damage was found."))

    def _compare(self) -> int:
        """Compare every sealed text with the record. Return how many are not what it says."""
        total = comparing_all.count()
        problems = list(checking.not_ours(bar(_("records compared"), total)))
        for problem in problems:
            self.stderr.write(problem)
        compared = ngettext(
            "Compared with the sealed texts of %d record.", "Compared with the sealed texts of %d records.", total
        )
        self.stdout.write(compared % total)
        return len(problems)

    def _planted(self) -> int:
        """Name whatever lets somebody in and was not made by this program. Return how much there is."""
        of_rooms = (planted_credentials, planted_sessions, planted_links, roles_in_the_log)
        problems = [sentence for room in of_rooms for sentence in room.sentences()]
        for problem in problems:
            self.stderr.write(problem)
        return len(problems)

    def _say(self, report: Report) -> None:
        self.stdout.write(ngettext("%d entry.", "%d entries.", report.entries) % report.entries)
        if not report.with_key:
            self.stdout.write(_("Without the key: only the order was checked, not what the entries say."))
        if report.waiting:
            waiting = ngettext("%d act waits to be chained.", "%d acts wait to be chained.", report.waiting)
            self.stdout.write(waiting % report.waiting)
        if report.checkpoints:
            compared = ngettext("Compared with %d checkpoint.", "Compared with %d checkpoints.", report.checkpoints)
            self.stdout.write(compared % report.checkpoints)
        else:
            self.stdout.write(_("There is no checkpoint: an end that was cut off would not be noticed."))

    def _checkpoint(self, typed: Path | None) -> None:
        place = typed or settings.CHECKPOINTS
        if place is None:
            raise wrong_use(_("say --to PLACE, or set BEREG_CHECKPOINTS."))
        require_vault()
        try:
            file = checkpoint.take(place, is_folder=typed is None or typed.is_dir())
        except checkpoint.NoCheckpointError as problem:
            raise wrong_use(str(problem)) from problem
        self.stdout.write(_("Written to %s.") % file)

    def _adopt(self) -> None:
        try:
            unlocked()
            found = adopt_older(despite=True)
        except VaultFault as problem:
            raise wrong_use(str(problem)) from problem
        said = ngettext("The texts of %d record are taken over.", "The texts of %d records are taken over.", found)
        self.stdout.write(said % found)

    def _prune(self, *, dry_run: bool) -> None:
        if dry_run:
            months = pruning.due(timezone.now())
        else:
            require_vault()
            try:
                months = pruning.prune(by=None)
            except pruning.CannotPruneError as problem:
                raise CommandError(str(problem)) from problem
        for month in months:
            self.stdout.write(f"{month:%Y-%m}")
        if not months:
            self.stdout.write(_("Nothing is old enough."))


def _in_words(damage: Damage) -> str:
    words = str(WORDS[damage.kind])
    if damage.kind in {DamageKind.CHECKPOINT, DamageKind.GUARD}:
        return f"{words}: {damage.what}"
    if damage.kind is DamageKind.LEDGER:
        return _("Line %(number)d %(what)s.") % {"number": damage.seq, "what": words}
    return _("Entry %(number)d %(what)s.") % {"number": damage.seq, "what": words}
