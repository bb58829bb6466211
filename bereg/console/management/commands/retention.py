"""`bereg retention`: what is due, erasing it by hand, and the signed report of a month."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from tqdm import tqdm

from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.forms import EARLIEST
from bereg.core.program_name import as_typed
from bereg.enquiries.retention_periods import idle
from bereg.recovery.doctor import late_backups
from bereg.retention import clock, holds
from bereg.retention import report as retention_report
from bereg.retention import rules as retention
from bereg.retention.rules import Progress, Rule
from bereg.vault import ledger
from bereg.vault.commands import require_vault

DOUBTED = gettext_lazy(
    "The clock shows %(now)s; by what is known it should be about %(expected)s. Nothing is erased: set the clock "
    "right, or say `bereg retention run --confirm` if it is right."
)


class Command(PlainCommand):
    """Looks after what is kept for a time only."""

    help = "Say what has had its time, erase it, or print and verify the signed report of a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="due|run|report|verify")
        acts.add_parser("due", help="say what is due and overdue; erase nothing")
        running = acts.add_parser("run", help="erase what is due, as each night does")
        running.add_argument("--dry-run", action="store_true", help="the same as due")
        running.add_argument("--confirm", action="store_true", help="the clock has jumped, and it is right")
        reporting = acts.add_parser("report", help="print the signed report of a month")
        reporting.add_argument("month", type=_month, nargs="?", metavar="MONTH", help="as 2026-10; else the last one")
        verifying = acts.add_parser("verify", help="say whether a report is the one that was signed here")
        verifying.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: object, **options: Any) -> None:
        """Do what was asked."""
        require_database()
        match options["act"]:
            case "run" if not options["dry_run"]:
                self._run(is_confirmed=options["confirm"])
            case "report":
                self._report(options["month"] or _last_month())
            case "verify":
                self._verify(options["file"])
            case _:
                self._due()

    def _due(self) -> None:
        now = timezone.now()
        for state in retention.states(now):
            words = {"rule": state.rule.code, "due": state.due, "overdue": state.overdue, "held": state.held}
            self.stdout.write(_("%(rule)s: due %(due)d, overdue %(overdue)d, held %(held)d") % words)
        for line in _waiting(now):
            self.stdout.write(line)

    def _run(self, *, is_confirmed: bool) -> None:
        require_vault()
        if is_confirmed and clock.doubt():
            clock.confirm(by=None)
        try:
            runs = retention.erase_due(step=self._step)
        except clock.ClockDoubtedError as problem:
            raise CommandError(_in_words(problem.doubt)) from problem
        for run in runs:
            erased = ngettext("%(rule)s: %(count)d erased", "%(rule)s: %(count)d erased", run.erased)
            self.stdout.write(erased % {"rule": run.rule, "count": run.erased})
        faults = [f"{run.rule} ({run.fault})" for run in runs if run.fault]
        if faults:
            raise CommandError(_("These rules failed: %s.") % ", ".join(faults))

    def _step(self, rule: Rule, due: int) -> Progress:
        bar = tqdm(desc=rule.code, total=due, unit="", leave=False, disable=None, file=self.stderr)
        return bar.update

    def _report(self, month: dt.date) -> None:
        require_vault()
        try:
            self.stdout.write(retention_report.make(month, by=None), ending="")
        except retention_report.NotStartedError as problem:
            raise wrong_use(_("%s has not begun.") % f"{month:%Y-%m}") from problem

    def _verify(self, file: Path) -> None:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as problem:
            raise wrong_use(f"{file}: {problem.strerror}") from problem
        require_vault()
        if not retention_report.is_genuine(text):
            raise CommandError(_("This is not the report that was signed here."))
        self.stdout.write(_("This is the report that was signed here."))


def _waiting(now: dt.datetime) -> Iterator[str]:
    """Say what waits for a person."""
    if count := idle(now).count():
        yield (
            ngettext(
                "%d enquiry is open that nobody has touched for a year.",
                "%d enquiries are open that nobody has touched for a year.",
                count,
            )
            % count
        )
    if count := holds.reviews_due():
        yield (
            ngettext(
                "%d hold has not been looked at for a year.", "%d holds have not been looked at for a year.", count
            )
            % count
        )
    if count := ledger.pending_count():
        yield (
            ngettext(
                "%d erasure is not copied off this machine yet.",
                "%d erasures are not copied off this machine yet.",
                count,
            )
            % count
        )
    for late in late_backups():
        yield as_typed(f"{late.fault} {late.remedy}")
    if doubt := clock.doubt():
        yield _in_words(doubt)


def _in_words(doubt: clock.Doubt) -> str:
    now, expected = (f"{timezone.localtime(each):%Y-%m-%d %H:%M}" for each in (doubt.now, doubt.expected))
    return as_typed(str(DOUBTED)) % {"now": now, "expected": expected}


def _month(typed: str) -> dt.date:
    try:
        month = dt.datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
    except ValueError:
        month = dt.date.min
    if month < EARLIEST:
        raise ArgumentTypeError(_("%r is no month such as 2026-10.") % typed)
    return month


def _last_month() -> dt.date:
    return timezone.localdate().replace(day=1) - dt.timedelta(days=1)
