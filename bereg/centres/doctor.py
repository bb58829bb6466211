"""The centres: whether each has a supervisor, and whether the walls between their rows stand."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from bereg.accounts.roles import Role
from bereg.centres import row_security
from bereg.centres.queries import centres_without
from bereg.core.findings import Finding, Weight


def findings() -> Iterator[Finding]:
    """Yield what is weak about the centres."""
    if not settings.DEMONSTRATION:
        yield from _centres()
    yield from _walls()


def _centres() -> Iterator[Finding]:
    without = [centre.code for centre in centres_without(Role.SUPERVISOR)]
    if without:
        yield Finding(
            "centre_without_supervisor",
            Weight.WEAK,
            _("Centres without a supervisor: %s. Nobody agrees there as the second person or reviews emergency access.")
            % ", ".join(without),
            _("Invite a supervisor to each of them."),
            "second-person.md",
        )


def _walls() -> Iterator[Finding]:
    open_tables = [wall.table for each in connections.all() for wall in row_security.missing(each)]
    if open_tables:
        yield Finding(
            "no_wall",
            Weight.GRAVE,
            _("Row level security does not close these tables: %s.") % ", ".join(open_tables),
            _("As the owner of the tables, run `bereg migrate`."),
            "thief.md",
        )
    around = [each.settings_dict["USER"] for each in connections.all() if not row_security.binds(each)]
    if around:
        yield Finding(
            "wall_not_binding",
            Weight.GRAVE,
            _("Row level security does not bind the user %s: it would not stop a mistake of the program.")
            % ", ".join(dict.fromkeys(around)),
            _("Serve as another user than the owner of the tables: `bereg migrate --grant-to USER`."),
            "thief.md",
        )
