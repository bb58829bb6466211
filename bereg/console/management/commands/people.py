"""`bereg people`: back in for whom no colleague can help, such as the only administrator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts import resetting
from bereg.accounts.queries import person_named
from bereg.core.commands import PlainCommand, require_database, wrong_use


class Command(PlainCommand):
    """Help somebody back in."""

    help = "Print a one-time link by which somebody sets a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what is done, and to whom."""
        acts = parser.add_subparsers(dest="act", required=True)
        reset = acts.add_parser("reset", help="print a link to a new password")
        reset.add_argument("username", help="the user name that the person signs in with")
        reset.add_argument("--second-factor", action="store_true", help="remove the second factor too")

    def handle(self, *, username: str, second_factor: bool, **_options: Any) -> None:
        """Print the link, which is kept nowhere."""
        require_database()
        person = person_named(username)
        if person is None:
            raise wrong_use(_("Nobody has the user name %(name)s.") % {"name": username})
        try:
            secret = resetting.offer(user=person, with_second_factor=second_factor, by=None)
        except ValueError as problem:
            raise wrong_use(_("This account is closed; a colleague has to reopen it.")) from problem
        self.stdout.write(_address() + reverse("account_reset", args=[secret]))
        self.stderr.write(_("It works once, for 24 hours. Whoever opens it sets the password of this account."))


def _address() -> str:
    host = next(iter(settings.ALLOWED_HOSTS))
    if host == "localhost":
        return f"{'https' if settings.SECURE else 'http'}://localhost:8000"
    return f"https://{host.removeprefix('.')}"
