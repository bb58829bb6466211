"""`bereg release`: prepares releases, says how they stand, and writes what is public as static files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from tqdm import tqdm

from bereg.console import static_site
from bereg.core.commands import WRONG_USE, PlainCommand, require_database, wrong_use
from bereg.core.progress import moving
from bereg.counting import months, published_tables
from bereg.counting.months import Period
from bereg.publications import queries as releases
from bereg.publishing import checking
from bereg.publishing.refusals import Reason, RefusedError, refusing
from bereg.vault.commands import require_vault

MISTAKES = {Reason.OPEN, Reason.CORRECTED, Reason.OVERLAP}  # of who typed the months


class Command(PlainCommand):
    """Prepares and exports releases; agreeing and publishing are acts of people, on the page alone."""

    help = "Prepare releases of figures, list them, or write the public ones as static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="prepare|recount|status|tables|export")
        preparing = acts.add_parser("prepare", help="make and attack the protected figures of closed months")
        recounting = acts.add_parser("recount", help="count the stored facts of closed months anew")
        for each in (preparing, recounting):
            each.add_argument("--from", dest="first", required=True, metavar="MONTH", help="first month, as 2007-05")
            each.add_argument("--to", dest="last", required=True, metavar="MONTH", help="last month, included")
        acts.add_parser("status", help="say what was prepared, published and withdrawn")
        acts.add_parser("tables", help="print the file that says what is published, to change a copy of it")
        writing = acts.add_parser("export", help="write the public figures as a folder for any web server")
        writing.add_argument("folder", type=Path, metavar="DIR", help="an empty folder, or one of an earlier export")

    def handle(self, *_args: object, **options: Any) -> None:
        """Do what was asked."""
        if options["act"] == "tables":
            self.stdout.write(published_tables.in_force().read_text(encoding="utf-8"), ending="")
            return
        require_database()
        match options["act"]:
            case "prepare":
                self._prepare(_period(options["first"], options["last"]))
            case "recount":
                self._recount(_period(options["first"], options["last"]))
            case "status":
                self._status()
            case _:
                self._export(options["folder"])

    def _prepare(self, period: Period) -> None:
        from bereg.publishing import preparing

        require_vault()
        try:
            with tqdm(desc=_("Attacking"), leave=False, disable=None) as shown:
                made = preparing.prepare(period=period, by=None, progress=moving(shown))
        except RefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USE if error.reason in MISTAKES else 1) from error
        self.stdout.write(_("%(release)s is prepared; look at it on the page of releases.") % {"release": made})
        if not made.holds:
            raise CommandError(_("a gate is broken: it is never published. `bereg attack` says what to merge."))

    def _recount(self, period: Period) -> None:
        try:
            with refusing():
                checking.recount(period)
        except RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("The closed months of %s are counted anew, and add up.") % period)

    def _status(self) -> None:
        replaced = releases.replaced()
        for each in releases.all_releases():
            self.stdout.write(f"{each}  {_state(each, is_replaced=each.pk in replaced)}  {each.digest}")

    def _export(self, folder: Path) -> None:
        try:
            with tqdm(desc=_("Writing"), leave=False, disable=None) as shown:
                count = static_site.export(folder, moving(shown))
        except static_site.NotEmptyError as error:
            raise wrong_use(_("%s is not empty, and no earlier export: name another folder.") % folder) from error
        except static_site.UnreadablePageError as error:
            raise CommandError(_("%s does not show what was published: nothing is written.") % error) from error
        except OSError as error:
            raise CommandError(
                _("%(folder)s cannot be written: %(why)s.") % {"folder": folder, "why": error.strerror}
            ) from error
        self.stdout.write(_("%(count)d files in %(folder)s.") % {"count": count, "folder": folder})


def _state(release: Any, *, is_replaced: bool) -> str:
    if release.withdrawn_at:
        return pgettext("release", "withdrawn")
    if is_replaced:
        return _("replaced")
    if release.published_at:
        return _("public")
    return _("prepared") if release.holds else _("a gate is broken")


def _period(first: str, last: str) -> Period:
    try:
        return Period(months.parse(first), months.parse(last))
    except ValueError as error:
        raise wrong_use(_("write --from and --to as months in order, such as 2007-05 and 2008-05.")) from error
