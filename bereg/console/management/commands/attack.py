"""`bereg attack`: tries on the figures that would be published what somebody would who knows all our rules."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.core.progress import moving
from bereg.counting import months
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.disclosure.attack import Attacked, Audit, Gate
from bereg.publishing import attacking, insiders
from bereg.publishing.attacking import AttackOutcome
from bereg.publishing.preparing import STATED
from bereg.publishing.release_preview import LEAST, MEASURES, gate_number
from bereg.vault.commands import require_vault

MOST_CODES = 6


class Command(PlainCommand):
    """Attacks what a release would publish, and says whether it may go out."""

    help = "Attack the figures that would be published, and say whether every gate holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--from", dest="first", required=True, metavar="MONTH", help="first month, as 2007-05")
        parser.add_argument("--to", dest="last", required=True, metavar="MONTH", help="last month, included")
        help_on = "what to attack: protected (default), or for comparison raw or suppressed figures"
        parser.add_argument("--on", default=attacking.PROTECTED, metavar="WAY", help=help_on)

    def handle(self, *_args: object, **options: Any) -> None:
        """Attack, and print the measures, the worst cells and what to merge."""
        if options["on"] not in {attacking.PROTECTED, *attacking.WAYS}:
            raise wrong_use(_("unknown way %r: write protected, raw or suppressed.") % options["on"])
        try:
            wanted = Period(months.parse(options["first"]), months.parse(options["last"]))
        except ValueError as error:
            raise wrong_use(_("write --from and --to as months in order, such as 2007-05 and 2008-05.")) from error
        require_database()
        require_vault()
        try:
            with tqdm(desc=_("Attacking"), leave=False, disable=None) as shown:
                tried = attacking.attack(wanted, moving(shown), way=options["on"])
        except FiguresFault as error:
            raise wrong_use(str(error)) from error
        self._print(tried.audit)
        if options["on"] == attacking.PROTECTED:
            self._state(tried)
        if tried.left_out:
            tables = ", ".join(f"{table} {times}" for table, times in sorted(tried.left_out.items()))
            self.stdout.write(_("left out where too little would be shown, and how often: %s") % tables)
        if not tried.audit.holds:
            raise CommandError(_("these figures may not be published: a gate is broken."))

    def _print(self, found: Audit) -> None:
        for gate in found.measures.gates:
            self.stdout.write(_line(gate))
        for each in found.worst():
            self.stdout.write(_("found out: %s") % _name(each))
        for advice in found.advice:
            said = {"variable": advice.variable, "codes": _few(advice.codes), "others": _few(advice.with_codes)}
            if advice.with_codes:
                self.stdout.write(_("merge in %(variable)s: %(codes)s with %(others)s") % said)
            else:
                self.stdout.write(_("leave out in %(variable)s: %(codes)s") % said)

    def _state(self, tried: AttackOutcome) -> None:
        """Say what no gate is about."""
        whole = gate_number(STATED, tried.audit.measures.whole.rate)
        nobody = insiders.without_names(tried.guesses)
        for sentence in (f"{MEASURES[STATED]}: {whole}", *insiders.statements(), nobody):
            self.stdout.write(_("stated, without a gate: %s") % sentence)


def _line(gate: Gate) -> str:
    sign = "≥" if gate.name in LEAST else "≤"
    value, limit = (gate_number(gate.name, number) for number in (gate.value, gate.limit))
    verdict = _("holds") if gate.holds else _("BROKEN")
    return f"{MEASURES[gate.name]}: {value} ({sign} {limit}) {verdict}"


def _name(found: Attacked) -> str:
    """Name a cell without its count."""
    cell = found.cell.definition
    conditions = ", ".join(f"{variable} = {_few(codes)}" for variable, codes in cell.conditions)
    return "; ".join(filter(None, (cell.population, conditions, cell.centre, str(cell.period))))


def _few(codes: tuple[str, ...]) -> str:
    """Name some codes; of many, how many there are besides."""
    more = len(codes) - MOST_CODES
    return (
        "+".join(codes)
        if more <= 0
        else _("%(codes)s and %(more)d more")
        % {
            "codes": "+".join(codes[:MOST_CODES]),
            "more": more,
        }
    )
