"""The service and its machine: how it is reached, which database it stands on, and the disk and memory under it."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection, connections
from django.utils.translation import gettext as _

from bereg.core import doctor_machine, doctor_tls
from bereg.core.databases import UnsafeDatabaseError, assert_safe
from bereg.core.findings import Finding, Weight
from bereg.core.tasks.worker import living


def findings() -> Iterator[Finding]:
    """Yield what is weak about the service."""
    yield from doctor_machine.findings()
    if settings.DEMONSTRATION:
        yield Finding(
            "demonstration",
            Weight.NOTE,
            _("This is a demonstration: its passphrase lies beside its keys, and its accounts have a public password."),
            _("Never write anything real into it."),
        )
    if settings.DEBUG:
        fault = _("BEREG_DEBUG is on: a page of an error shows what was typed, and secrets.")
        yield Finding("debug", Weight.GRAVE, fault, _("Remove it."))
    yield from doctor_tls.findings()
    yield from _database()
    yield from _surface()
    yield from _worker()


def _database() -> Iterator[Finding]:
    try:
        assert_safe(accepted=())
    except UnsafeDatabaseError as problem:
        yield Finding("database", Weight.GRAVE, str(problem), _("Do what the sentences say."))
    if settings.POSTGRES_ACCEPT and any(each.vendor == "postgresql" for each in connections.all()):
        fault = _("Weaknesses of PostgreSQL are accepted: %s.") % ", ".join(settings.POSTGRES_ACCEPT)
        yield Finding("accepted", Weight.WEAK, fault, _("Mend them, and remove BEREG_POSTGRES_ACCEPT."))


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
