"""`bereg backup`: the data and the keys, each encrypted, in two files for two places."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.progress import bar
from bereg.recovery import archive
from bereg.recovery.archive import BackupError
from bereg.recovery.backup import back_up
from bereg.recovery.pruning import prune
from bereg.retention import clock

PARTS = ("data", "keys")


class Command(PlainCommand):
    """Makes backups while the server goes on."""

    help = "Back up the data, then the keys, encrypted; see docs/safety/recovery.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--only", choices=PARTS, help="one of the two alone, such as the keys each hour")
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the data go; default: BEREG_BACKUPS")
        parser.add_argument(
            "--keys-to", type=Path, metavar="FOLDER", help="where the keys go; default: BEREG_KEYS_BACKUPS"
        )
        parser.add_argument("--prune", action="store_true", help="afterwards delete the backups whose time is over")
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="only make the pair of keys of the backups")

    def handle(self, *_args: object, **options: Any) -> None:
        """Make the backups, or say in one line what is wrong."""
        try:
            with archive.on_disk(Path(settings.DATA)):
                self._obey(options)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem

    def _obey(self, options: dict[str, Any]) -> None:
        if options["new_key"]:
            self.stdout.write(archive.new_key(options["new_key"]))
            return
        places = _places(options)
        require_database()
        for part, (folder, recipient) in places.items():
            made = back_up(part, folder, recipient, begin=bar)
            self.stdout.write(f"{made.file}")
        if options["prune"]:
            self._prune({part: folder for part, (folder, _recipient) in places.items()})

    def _prune(self, folders: dict[str, Path]) -> None:
        try:
            clock.demand()
        except clock.ClockDoubtedError as problem:
            raise CommandError(
                _("The clock has jumped, so no backup is deleted: set it right, or say that it is (%s).")
                % "bereg retention run --confirm"
            ) from problem
        for part, folder in folders.items():
            for file in prune(part, folder):
                self.stdout.write(_("deleted: %s") % file)


def _places(options: dict[str, Any]) -> dict[str, tuple[Path, str]]:
    """Return where each part goes and for which key."""
    given = {"data": (options["to"], settings.BACKUPS, settings.BACKUP_KEY)}
    given["keys"] = (options["keys_to"], settings.KEYS_BACKUPS, settings.KEYS_BACKUP_KEY or settings.BACKUP_KEY)
    wanted = [options["only"]] if options["only"] else list(PARTS)
    places = {
        part: (typed or (Path(default) if default else None), key) for part, (typed, default, key) in given.items()
    }
    for part in wanted:
        folder, key = places[part]
        if folder is None:
            raise wrong_use(_("say where to: --to and --keys-to, or set BEREG_BACKUPS and BEREG_KEYS_BACKUPS."))
        if given[part][0] is None and not folder.is_dir():  # a stick that was pulled out
            raise wrong_use(_("%s is not there.") % folder)
        if not key:
            raise wrong_use(_("set BEREG_BACKUP_KEY to an age public key; `bereg backup --new-key FILE` makes a pair."))
    folders = [places[part][0] for part in wanted]
    if len(set(folders)) < len(folders):
        raise wrong_use(_("the data and the keys belong in two places: whoever finds one must not find the other."))
    return {part: (folder, key) for part, (folder, key) in places.items() if part in wanted and folder}
