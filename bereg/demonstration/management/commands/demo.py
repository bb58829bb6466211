"""bereg demo: build the demonstration year."""

import datetime as dt
import shlex
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from tqdm import tqdm

from bereg import environment
from bereg.accounts.demonstration import ACCOUNTS, DEMONSTRATION_PASSWORD
from bereg.core.commands import PlainCommand, wrong_use
from bereg.core.program_name import as_called
from bereg.counting.faults import FiguresFault
from bereg.demonstration import building, publishing
from bereg.demonstration.building import FolderState
from bereg.demonstration.figures import FIRST_MONTH, LAST_MONTH
from bereg.demonstration.year import Year

FIRST, LAST = (dt.date(*month, 1) for month in (FIRST_MONTH, LAST_MONTH))


class Command(PlainCommand):
    """Build May 2007 to May 2008 of three invented centres."""

    help = "Build the demonstration: a year of three centres, from a fixed seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--anew", action="store_true", help="throw a standing demonstration away first")

    def handle(self, *_args: object, **options: Any) -> None:
        """Build the demonstration, or say in one line why not."""
        try:
            found = building.look()
        except FiguresFault as fault:
            raise wrong_use(str(fault)) from fault
        if found is FolderState.SOMETHING_ELSE or (found is FolderState.DEMONSTRATION_AND_MORE and options["anew"]):
            raise wrong_use(
                _("%(folder)s or its database holds what the demonstration did not make: set another BEREG_DATA.")
                % {"folder": settings.DATA}
            )
        if found is not FolderState.NOTHING:
            if not options["anew"]:
                building.mark_folder()
                if found is FolderState.DEMONSTRATION:
                    self._bring_up()
                anew = _("The demonstration stands already. `%(bereg)s demo --anew` builds it again.")
                self.stdout.write(anew % {"bereg": self._bereg()})
                self._how_to_enter()
                return
            building.clear()
        with tqdm(desc=_("Demonstration"), unit="", disable=None, file=self.stderr) as bar:
            made = building.build(begin=_counter(bar))
        self._bring_up()
        self._summarise(made)
        self._how_to_enter()

    def _bring_up(self) -> None:
        if not publishing.publish():
            self.stdout.write(
                _(
                    "Not every month was published: under the noise that was drawn the attack found too much out. "
                    "`%(bereg)s demo --anew` draws another."
                )
                % {"bereg": self._bereg()}
            )
        building.renew()

    def _summarise(self, made: Year) -> None:
        self.stdout.write(
            _("Built: %(enquiries)d enquiries and %(contacts)d contacts without one, May 2007 to May 2008.")
            % {"enquiries": len(made.cases), "contacts": len(made.astray)}
        )

    def _how_to_enter(self) -> None:
        account = {"username": ACCOUNTS[0].username, "password": DEMONSTRATION_PASSWORD}
        self.stdout.write(_("Accounts: for example %(username)s with the password %(password)s.") % account)
        report = f"{self._bereg()} report --from {FIRST:%Y-%m} --to {LAST:%Y-%m} --exact"
        self.stdout.write(_("The report of the whole year: %(command)s") % {"command": report})

    def _bereg(self) -> str:
        """Return how to call this program on this data folder from a terminal that has no settings of its own."""
        folder = environment.text("BEREG_DATA")
        return f"BEREG_DATA={shlex.quote(folder)} {as_called()}" if folder else as_called()


def _counter(bar: "tqdm[Any]") -> Callable[[int], Callable[[int], object]]:
    def begin(total: int) -> Callable[[int], object]:
        bar.reset(total=total)
        return bar.update

    return begin
