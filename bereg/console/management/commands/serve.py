"""`bereg serve`: the web server."""

from typing import Any

from django.core.management.base import CommandParser

from bereg.console.server import CannotServeError, Place, serve
from bereg.core.commands import PlainCommand, wrong_use


class Command(PlainCommand):
    """Serve the screens."""

    help = "Serve Bereg until it is stopped (Ctrl+C)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        place = Place(host, port)

        def ready() -> None:
            self.stdout.write(f"Serving {place.address}; Ctrl+C stops.")
            self.stdout.flush()

        try:
            serve(place, ready)
        except CannotServeError as problem:
            raise wrong_use(str(problem)) from problem
