"""`bereg people`: in for whom no colleague can help: the first administrator, or the only one."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts import account_recovery
from bereg.accounts.queries import installation_is_empty, person_named
from bereg.accounts.setup_code import first_word
from bereg.core.commands import PlainCommand, require_database, wrong_use
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked


class Command(PlainCommand):
    """Help somebody back in."""

    help = "Print a one-time link to a new password, or the word that the first administrator types."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what is done, and to whom."""
        acts = parser.add_subparsers(dest="act", required=True)
        reset = acts.add_parser("reset", help="print a link to a new password")
        reset.add_argument("username", help="the user name that the person signs in with")
        acts.add_parser("first-word", help="print the word that the first page of an empty installation asks for")
        reset.add_argument("--second-factor", action="store_true", help="remove the second factor too")

    def handle(self, *, act: str, **options: Any) -> None:
        """Print the word or the link."""
        require_database()
        if act == "first-word":
            return self._first_word()
        return self._reset(username=options["username"], second_factor=options["second_factor"])

    def _first_word(self) -> None:
        if not installation_is_empty():
            raise wrong_use(_("Somebody works here already, so there is no first word any more."))
        self.stdout.write(first_word())

    def _reset(self, *, username: str, second_factor: bool) -> None:
        """Print the link, which is kept nowhere."""
        person = person_named(username)
        if person is None:
            raise wrong_use(_("Nobody has the user name %(name)s.") % {"name": username})
        try:
            unlocked()  # before the transaction: a link has a proof, which takes a key
            secret = account_recovery.offer(user=person, with_second_factor=second_factor, by=None)
        except VaultFault as problem:
            raise wrong_use(str(problem)) from problem
        except ValueError as problem:
            raise wrong_use(_("This account is closed; a colleague has to reopen it.")) from problem
        self.stdout.write(_address() + reverse("account_reset", args=[secret]))
        self.stderr.write(_("It works once, for 24 hours. Whoever opens it sets the password of this account."))


def _address() -> str:
    if settings.ADDRESS:
        return str(settings.ADDRESS)
    host = next(iter(settings.ALLOWED_HOSTS))
    if host == "localhost":
        return f"{'https' if settings.SECURE else 'http'}://localhost:8000"
    return f"https://{host.removeprefix('.')}"
