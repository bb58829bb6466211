"""`bereg bench`: measures this program on this machine, by the benchmarks that come with its source."""

from importlib.util import find_spec
from typing import Any

from django.core.management.base import CommandParser

from bereg.core.commands import PlainCommand, wrong_use


class Command(PlainCommand):
    """Print one line of JSON a measurement."""

    help = "Measure speed over a throw-away demonstration, on the kind of database that is set. Takes minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        if find_spec("benchmarks"):
            from benchmarks import running

            running.declare(parser)
        else:
            parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")

    def handle(self, **options: Any) -> None:
        """Measure what was named, or everything."""
        if not find_spec("benchmarks"):
            raise wrong_use("The benchmarks come with the source of Bereg: run this in a checkout of it.")
        from benchmarks import running

        for measurement in running.measured(options):
            self.stdout.write(measurement.line())
            self.stdout.flush()
