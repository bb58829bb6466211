"""The service: how it is reached, which database it stands on, and whether its log is whole."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection, connections
from django.utils.translation import gettext as _

from bereg.audit.queries import waiting_count
from bereg.centres import walls
from bereg.console.doctor.findings import Finding, Weight
from bereg.core.databases import UnsafeDatabaseError, assert_safe
from bereg.core.tasks.worker import living

MANY_WAITING = 1000


def findings() -> Iterator[Finding]:
    """Yield what is weak about the service."""
    if settings.DEMONSTRATION:
        yield Finding(
            "demonstration",
            Weight.NOTE,
            _("This is a demonstration: its passphrase lies beside its keys, and its accounts have a public password."),
            _("Never write anything real into it."),
        )
    if settings.DEBUG:
        fault = _("BEREG_DEBUG is on: a page of an error shows what was typed, and secrets.")
        yield Finding("debug", Weight.GRAVE, fault, _("Take it away."))
    yield from _transport()
    yield from _database()
    yield from _walls()
    yield from _surface()
    yield from _worker()
    if waiting_count() > MANY_WAITING:
        yield Finding(
            "acts_waiting",
            Weight.WEAK,
            _("%d acts wait for their place in the audit log.") % waiting_count(),
            _("A staff process with an open vault chains them: look whether the server runs."),
            "audit.md",
        )


def _transport() -> Iterator[Finding]:
    others = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]", "testserver"}
    if others and not settings.SECURE:
        yield Finding(
            "no_tls",
            Weight.GRAVE,
            _("The server has names that other machines use, and neither a certificate nor a trusted proxy."),
            _("Set BEREG_TLS_CERT and BEREG_TLS_KEY, or BEREG_TRUSTED_PROXY."),
        )


def _database() -> Iterator[Finding]:
    try:
        assert_safe(accepted=())
    except UnsafeDatabaseError as problem:
        yield Finding("database", Weight.GRAVE, str(problem), _("Do what the sentences say."))
    if settings.POSTGRES_ACCEPT and any(each.vendor == "postgresql" for each in connections.all()):
        fault = _("Weaknesses of PostgreSQL are accepted: %s.") % ", ".join(settings.POSTGRES_ACCEPT)
        yield Finding("accepted", Weight.WEAK, fault, _("Mend them, and take BEREG_POSTGRES_ACCEPT away."))


def _walls() -> Iterator[Finding]:
    open_tables = [wall.table for each in connections.all() for wall in walls.missing(each)]
    if open_tables:
        yield Finding(
            "no_wall",
            Weight.GRAVE,
            _("Row level security does not close these tables: %s.") % ", ".join(open_tables),
            _("As the owner of the tables, run `bereg migrate`."),
            "thief.md",
        )
    around = [each.settings_dict["USER"] for each in connections.all() if not walls.binds(each)]
    if around:
        yield Finding(
            "wall_not_binding",
            Weight.GRAVE,
            _("Row level security does not bind the user %s: it would not stop a mistake of the program.")
            % ", ".join(dict.fromkeys(around)),
            _("Serve as another user than the owner of the tables: `bereg migrate --grant-to USER`."),
            "thief.md",
        )


def _surface() -> Iterator[Finding]:
    if settings.SURFACE == "both" and not settings.DEMONSTRATION and connection.vendor != "sqlite":
        yield Finding(
            "one_process",
            Weight.NOTE,
            _("The process that serves the public holds the keys too."),
            _("Serve the public by a process of its own: BEREG_SURFACE=public, with a user of its own."),
            "thief.md",
        )


def _worker() -> Iterator[Finding]:
    if not settings.DEMONSTRATION and connection.vendor == "postgresql" and not living():
        yield Finding(
            "no_worker",
            Weight.GRAVE,
            _("No worker runs: nothing is backed up by itself, and nothing erased at night."),
            _("Start `bereg worker` beside the web processes, as a service of its own."),
        )
