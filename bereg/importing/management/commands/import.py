"""`bereg import`: records of an existing line, from CSV, XLSX, XLS or ODS, by a mapping file."""  # noqa: N999 - Django names a command by its file

import os
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm

from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.toml_tables import MappingError
from bereg.importing.checking import Plan, check
from bereg.importing.counters import ImportTally
from bereg.importing.destination import find_destination, set_stage
from bereg.importing.mapping import read_mapping
from bereg.importing.options import ReadingOptions, is_heading
from bereg.importing.reading import open_source
from bereg.importing.rejects import write_rejects
from bereg.importing.run import import_rows
from bereg.importing.shown_values import shown_value
from bereg.importing.source_rows import SourceError
from bereg.importing.suggested_mapping import suggest
from bereg.importing.summary import lines_of, reject_lines
from bereg.importing.table import Source
from bereg.vault.commands import require_vault

INTERRUPTED = 130
LONGEST_NOTICE = 500


class Command(PlainCommand):
    """Reads the arguments, shows progress, prints the summary."""

    help = "Import records of an existing line from a CSV, XLSX, XLS or ODS file; see docs/import.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS file")
        parser.add_argument("--mapping", type=Path, help="TOML file that says what the columns mean")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")
        parser.add_argument("--rejects", type=Path, help="where rows go that cannot be read (FILE.rejects.csv)")
        parser.add_argument("--suggest", action="store_true", help="write a mapping skeleton for the file")
        parser.add_argument("--country", default="", help="with --suggest: home country, for regions (AR)")
        parser.add_argument(
            "--sheet", action="append", default=[], help="a sheet of a workbook; may be repeated; * is all"
        )
        parser.add_argument(
            "--header", action="append", type=int, default=[], help="the row that names the columns; may be repeated"
        )
        parser.add_argument("--output", type=Path, help="with --suggest: the file to write, instead of the screen")

    def handle(self, *args: object, **options: Any) -> None:
        """Import, or suggest a mapping."""
        require_database()
        try:
            if options["suggest"]:
                self._suggest(options)
            elif options["mapping"]:
                self._import(options)
            else:
                raise wrong_use(_("Say what the columns mean: --mapping MAPPING.toml; --suggest writes a first one."))
        except MappingError as error:
            raise self._mistakes(error.lines) from error
        except SourceError as error:
            raise wrong_use(str(error)) from error
        except DatabaseError as error:
            again = _("The database refused (%(reason)s). Run the same command again.")
            raise CommandError(again % {"reason": error}) from error
        except OSError as error:
            raise wrong_use(f"{error.filename}: {error.strerror}") from error

    def _mistakes(self, lines: list[str]) -> CommandError:
        """Print every mistake on a line of its own; the last line is the command's own."""
        if len(lines) == 1:
            return wrong_use(lines[0])
        for line in lines:
            self.stderr.write(" ".join(line.split()))
        return wrong_use(_("%(count)d mistakes in the mapping; nothing was imported.") % {"count": len(lines)})

    def _suggest(self, options: dict[str, Any]) -> None:
        file, output = options["file"], options["output"]
        country = options["country"].upper() or settings.HOME_COUNTRY
        # No row given: it is guessed, and the mapping says which one.
        source = open_source(file, ReadingOptions(sheets=tuple(options["sheet"]), header=_header(options)))
        skeleton = suggest(file, source, country)
        if not output:
            self.stdout.write(skeleton, ending="")
            return
        if output.exists():
            raise wrong_use(_("%(path)s stands already; choose another name.") % {"path": output})
        # The values in it are the file's: for its owner alone.
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(skeleton)
        self.stdout.write(_("%(path)s is written: go through it line by line.") % {"path": output})

    def _import(self, options: dict[str, Any]) -> None:
        file, dry_run = options["file"], options["dry_run"]
        mapping = read_mapping(options["mapping"])
        reading = mapping.reading
        if header := _header(options):
            reading = replace(reading, header=header)
        if options["sheet"]:
            reading = replace(reading, sheets=tuple(options["sheet"]))
        source = open_source(file, reading)
        plan = check(mapping, source, find_destination(mapping.centre))
        rejects = options["rejects"] or file.with_name(f"{file.name}.rejects.csv")
        if rejects.resolve() in {file.resolve(), options["mapping"].resolve()}:
            raise wrong_use(_("--rejects would overwrite %(path)s; choose another name.") % {"path": rejects})
        if not dry_run:
            require_vault()
        self._announce(file, source, plan)
        if not dry_run:
            set_stage(mapping.centre, plan.sections)
        with tqdm(total=source.count, unit="row", file=sys.stderr, disable=options["verbosity"] == 0) as bar:
            try:
                tally = import_rows(source, plan, is_dry=dry_run, progress=bar.update)
            except KeyboardInterrupt:
                raise CommandError(
                    _("Interrupted; what is stored is whole. Run the same command again to import the rest."),
                    returncode=INTERRUPTED,
                ) from None
        self._report(source, plan, tally, rejects, dry_run=dry_run)

    def _announce(self, file: Path, source: Source, plan: Plan) -> None:
        """Say what was found out about the file, before anything of it is stored."""
        self.stdout.write(
            _("%(file)s (%(how)s), centre %(centre)s")
            % {"file": file, "how": source.how, "centre": plan.destination.code}
        )
        for notice in source.notices:
            self.stdout.write(_("Note: %(notice)s") % {"notice": shown_value(notice, LONGEST_NOTICE)})

    def _report(self, source: Source, plan: Plan, tally: ImportTally, rejects: Path, *, dry_run: bool) -> None:
        for line in (*lines_of(tally, plan, source, dry_run=dry_run), *reject_lines(tally)):
            self.stdout.write(line)
        if tally.rejects and not dry_run:
            written = self._write_rejects(rejects, source, tally)
            self.stdout.write(_("The rejected rows stand in %(path)s with their reasons.") % {"path": written})
        if dry_run:
            self.stdout.write(_("Nothing was written: this was a dry run."))

    def _write_rejects(self, path: Path, source: Source, tally: ImportTally) -> Path:
        try:
            return write_rejects(path, source.columns, source.separator, tally.rejects)
        except OSError as error:
            elsewhere = _("%(path)s cannot be written (%(reason)s). Run the command again with --rejects elsewhere.")
            raise wrong_use(elsewhere % {"path": path, "reason": error.strerror}) from error


def _header(options: dict[str, Any]) -> tuple[int, ...]:
    rows = tuple(options["header"])
    if rows and not is_heading(rows):
        raise wrong_use(_("--header takes the number of a row; repeated, rows one below the other."))
    return rows
