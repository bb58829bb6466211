"""`bereg bench`: measures this program on this machine, by the benchmarks that come with its source."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.core.management.base import CommandParser

from bereg.core.commands import PlainCommand, wrong_use

BENCHMARKS = "benchmarks"  # no part of the package: a folder beside it in a checkout of the source


class Command(PlainCommand):
    """Print one line of JSON a measurement."""

    help = "Measure speed over a throw-away demonstration, on the kind of database that is set. Takes minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the benchmarks declare what they can be told."""
        if command_line := _command_line():
            command_line.declare(parser)
        else:
            parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")

    def handle(self, **options: Any) -> None:
        """Measure what was named, or everything."""
        command_line = _command_line()
        if command_line is None:
            raise wrong_use("The benchmarks come with the source of Bereg: run this in a checkout of it.")
        for measurement in command_line.measured(options):
            self.stdout.write(measurement.line())
            self.stdout.flush()


def _command_line() -> ModuleType | None:
    return import_module(f"{BENCHMARKS}.command_line") if find_spec(BENCHMARKS) else None
