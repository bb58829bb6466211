"""bereg report: the figures of a period on standard output."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.sheets_out import CsvWriter
from bereg.statistics import months, queries
from bereg.statistics.facts import FactsMissingError
from bereg.statistics.queries import Row

FORMATS = ("csv", "json")


class Command(PlainCommand):
    """Print one row a figure."""

    help = "Print the figures of whole months."
    # Everything on stdout is the report.
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--from", dest="first", required=True, metavar="MONTH", help="first month, as 2007-05")
        parser.add_argument("--to", dest="last", required=True, metavar="MONTH", help="last month, included")
        parser.add_argument("--exact", action="store_true", help="figures as counted, not for publication")
        parser.add_argument("--format", default="csv", help="csv (default) or json")
        parser.add_argument("--centre", metavar="CODE", help="one centre alone")

    def handle(self, *_args: object, **options: Any) -> None:
        """Print the report, or say in one line what is wrong."""
        if options["format"] not in FORMATS:
            raise wrong_use(_("unknown format %r: write csv or json.") % options["format"])
        first, last = _month("--from", options["first"]), _month("--to", options["last"])
        if last < first:
            raise wrong_use(_("--from %(first)s is after --to %(last)s.") % options)
        _check_exact(exact=options["exact"])
        require_database()
        try:
            rows = queries.report_rows(first, last, centre=options["centre"])
        except queries.UnknownCentreError as error:
            known = ", ".join(queries.centre_codes())
            raise wrong_use(
                _("unknown centre %(code)r: write one of %(known)s.") % {"code": str(error), "known": known or "-"}
            ) from error
        except FactsMissingError as error:
            raise wrong_use(str(error)) from error
        self._print(rows, first, last, options["format"])

    def _print(self, rows: list[Row], first: date, last: date, form: str) -> None:
        if form == "csv":
            writer = CsvWriter(self.stdout, line_end="\n")
            writer.row(field.name for field in fields(Row))
            writer.rows(_cells(row) for row in rows)
            return
        period = {"first": months.name(first), "last": months.name(last), "home_country": settings.HOME_COUNTRY}
        json.dump([asdict(row) | period for row in rows], self.stdout, ensure_ascii=False, indent=1)
        self.stdout.write("")


def _month(option: str, text: str) -> date:
    try:
        return months.parse(text)
    except ValueError as error:
        raise wrong_use(
            _("%(option)s %(text)r is no month: write it as 2007-05.") % {"option": option, "text": text}
        ) from error


def _check_exact(*, exact: bool) -> None:
    if not exact:
        raise wrong_use(_("protected figures come later; exact ones need --exact."))
    if not settings.DEMONSTRATION:
        raise wrong_use(_("--exact works in the demonstration alone: exact figures could point at a person."))


def _cells(row: Row) -> list[object]:
    percent = "" if row.percent is None else f"{row.percent:.4f}"
    return [*list(asdict(row).values())[:-2], "" if row.base is None else row.base, percent]
