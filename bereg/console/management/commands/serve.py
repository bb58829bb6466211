"""`bereg serve`: the web server."""

from typing import Any

from django.conf import settings
from django.core.management.base import ALL_CHECKS, CommandParser
from django.db import connections
from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.queries import installation_is_empty
from bereg.accounts.setup_code import first_word
from bereg.console.server import CannotServeError, ListeningAddress, serve
from bereg.core.commands import PlainCommand, wrong_use


class Command(PlainCommand):
    help = "Serve Bereg until it is stopped (Ctrl+C)."
    requires_system_checks = ALL_CHECKS

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        """Serve until SIGTERM or Ctrl+C."""
        place = ListeningAddress(host, port)

        def ready() -> None:
            self.stdout.write(f"Serving {place.address}; Ctrl+C stops.")
            if settings.SURFACE != "public" and installation_is_empty():
                self.stdout.write(_begin(place))
            connections.close_all()  # of this thread: no process that is forked later may inherit it
            self.stdout.flush()

        try:
            serve(place, ready)
        except CannotServeError as problem:
            raise wrong_use(str(problem)) from problem


def _begin(place: ListeningAddress) -> str:
    """Say how the first administrator begins."""
    address = (settings.ADDRESS or place.address) + reverse("desk:welcome")
    text = _("Nobody works here yet. To begin, open %(link)s or type this word at %(address)s: %(word)s")
    return text % {"link": f"{address}?word={first_word()}", "address": address, "word": first_word()}
