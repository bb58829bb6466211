"""`bereg drill`: tries a backup and its restore, and says how long the worst day would be."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bereg.core.commands import PlainCommand, require_database
from bereg.core.progress import bar
from bereg.recovery.archive import BackupError, on_disk
from bereg.recovery.drill import drill


class Command(PlainCommand):
    """Backs up and restores in a temporary place."""

    help = "Back up and restore in a temporary place, and print times and counts."

    def handle(self, *_args: object, **_options: Any) -> None:
        """Do it, or say in one line what is wrong."""
        require_database()
        try:
            with on_disk(Path(settings.DATA)):
                done = drill(begin=bar)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        texts, rows = done.restored["texts"], done.restored["rows"]
        said = {
            "backup": done.seconds["backup"],
            "restore": done.seconds["restore"],
            "size": done.size_b / 1_000_000,
            "rows": sum(rows.values()),
            "opened": texts["opened"],
            "all": texts["opened"] + len(texts["failed"]),
            "entries": done.restored["entries"],
        }
        self.stdout.write(
            _("Backup %(backup).1f s, %(size).1f MB; restore %(restore).1f s.") % said
            + "\n"
            + _(
                "%(rows)d rows; %(opened)d of %(all)d sealed texts and files open; "
                "%(entries)d entries of the log verified."
            )
            % said
        )
