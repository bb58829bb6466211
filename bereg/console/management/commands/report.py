"""bereg report: the figures of a period on standard output."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bereg.accounts.approvals import NeededError
from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.table_export import CsvWriter
from bereg.counting import months, queries
from bereg.counting.catalogue import ALL
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.publications import queries as releases
from bereg.publications.content import Content
from bereg.publications.formats import lines
from bereg.report import export
from bereg.report.export import ExportRequest, Taken

FORMATS = ("csv", "json")
COLUMNS = ("table", "centre", "group", "period", "code", "count", "base", "percent")


class Command(PlainCommand):
    """Print one row a figure."""

    help = "Print the figures of whole months."
    # Everything on stdout is the report.

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--from", dest="first", required=True, metavar="MONTH", help="first month, as 2007-05")
        parser.add_argument("--to", dest="last", required=True, metavar="MONTH", help="last month, included")
        parser.add_argument("--exact", action="store_true", help="figures as counted, not for publication")
        parser.add_argument("--format", default="csv", help="csv (default) or json")
        parser.add_argument("--centre", metavar="CODE", help="one centre alone")
        parser.add_argument("--approval", metavar="NUMBER", help="of a second person's agreement to --exact")

    def handle(self, *_args: object, **options: Any) -> None:
        """Print the report, or say in one line what is wrong."""
        if options["format"] not in FORMATS:
            raise wrong_use(_("unknown format %r: write csv or json.") % options["format"])
        first, last = _month("--from", options["first"]), _month("--to", options["last"])
        if last < first:
            raise wrong_use(_("--from %(first)s is after --to %(last)s.") % options)
        approval = _approval(options) if options["exact"] else None
        require_database()
        if not options["exact"]:
            self._print_published(ExportRequest(Period(first, last), _centre(options["centre"])), options["format"])
            return
        wanted = ExportRequest(Period(first, last), _centre(options["centre"]))
        try:
            if approval:
                taken = export.take_on_the_command_line(wanted=wanted, approval=approval)
            else:
                taken = export.take_invented(wanted=wanted)
        except NeededError as error:
            raise wrong_use(
                _("--approval %s is no agreement to these figures that holds; ask on the page of figures.") % approval
            ) from error
        except FiguresFault as error:
            raise wrong_use(str(error)) from error
        self._print(taken, wanted, options["format"])

    def _print_published(self, wanted: ExportRequest, form: str) -> None:
        """Print what was published of exactly these months, the class of the small as it stands there."""
        period = wanted.period
        found = releases.newest_of(period.first, period.last)
        if found is None or found.withdrawn_at:
            raise wrong_use(
                _("nothing is published of %(period)s: look under `bereg release status`; exact figures need --exact.")
                % {"period": period}
            )
        try:
            said = releases.content_of(found)
        except releases.ChangedError as error:
            raise CommandError(_("%s is not what was published.") % error) from error
        rows = [each for each in lines_of(said) if wanted.centre in {ALL, each["centre"]}]
        if form == "csv":
            CsvWriter(self.stdout, line_end="\n").rows(
                [list(COLUMNS), *([row[name] for name in COLUMNS] for row in rows)]
            )
            return
        self._print_json(rows)

    def _print(self, taken: Taken, wanted: ExportRequest, form: str) -> None:
        if form == "csv":
            CsvWriter(self.stdout, line_end="\n").rows(export.lines(taken))
            return
        first, last = months.name(wanted.period.first), months.name(wanted.period.last)
        period = {"first": first, "last": last, "home_country": settings.HOME_COUNTRY}
        self._print_json([each | period for each in export.records(taken)])

    def _print_json(self, rows: list[dict[str, Any]]) -> None:
        # In one piece: this output ends a line after each.
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))


def lines_of(said: Content) -> list[dict[str, object]]:
    """Return the figures of a release by the columns of the exact report. A share is in whole percent."""
    small = lines.small(said)
    return [
        {
            "table": each.table,
            "centre": each.centre,
            "group": each.group,
            "period": lines.period(said),
            "code": each.code,
            "count": small if each.shown is None else each.shown,
            "base": "" if each.base is None else each.base,
            "percent": "" if each.percent is None else each.percent,
        }
        for each in lines.lines(said)
    ]


def _month(option: str, text: str) -> date:
    try:
        return months.parse(text)
    except ValueError as error:
        raise wrong_use(
            _("%(option)s %(text)r is no month: write it as 2007-05.") % {"option": option, "text": text}
        ) from error


def _centre(code: str | None) -> str:
    known = queries.centre_codes()
    if code is not None and code not in known:
        raise wrong_use(
            _("unknown centre %(code)r: write one of %(known)s.") % {"code": code, "known": ", ".join(known) or "-"}
        )
    return code or ALL


def _approval(options: dict[str, Any]) -> UUID | None:
    """Return the number of the agreement to exact figures; None in the demonstration, which needs none."""
    typed = options["approval"]
    if typed is None and settings.DEMONSTRATION:
        return None
    if typed is None:
        raise wrong_use(
            _(
                "exact figures could point at a person: ask for them on the page of figures, let a second person "
                "agree, and write --approval with the number that the page then shows."
            )
        )
    try:
        return UUID(typed)
    except ValueError as error:
        raise wrong_use(_("--approval %r is no number of an agreement.") % typed) from error
