"""The vault: whether the keys open, lie where they may, and would survive a lost passphrase."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.audit.queries import last_time
from bereg.core.findings import Finding, Weight
from bereg.core.routing import KEYS, RECORDS
from bereg.vault import keks, key_locations, passphrase, root
from bereg.vault.faults import VaultFault

ROTATED_EACH = dt.timedelta(days=366)


def findings() -> Iterator[Finding]:
    """Yield what is weak about the keys."""
    if settings.SURFACE == "public":
        yield from _public()
        return
    if not root.exists():
        fault, remedy = _("There is no root key yet."), _("Start the server once: it makes the key.")
        yield Finding("no_root", Weight.GRAVE, fault, remedy, "keys.md")
        return
    try:
        key_locations.check()
    except VaultFault as problem:
        yield Finding("keys_misplaced", Weight.GRAVE, str(problem), _("Do what the sentence says."), "keys.md")
    yield from _passphrase()
    yield from _guessing()
    yield from _escrow()
    yield from _server()
    yield from _age()


def _public() -> Iterator[Finding]:
    """A process that serves the public opens nothing, so it has nothing that opens."""
    if root.exists():
        yield Finding(
            "public_root",
            Weight.GRAVE,
            _("The root key lies in the data folder of the process that serves the public: %s.") % root.path(),
            _("Give this process a system user and a BEREG_DATA of its own, and let it not read that of the staff."),
            "keys.md",
        )
    if passphrase.source() is not None:
        yield Finding(
            "public_passphrase",
            Weight.GRAVE,
            _("The process that serves the public is given the passphrase of the vault."),
            _("Take BEREG_PASSPHRASE_FILE and the credential of systemd away from it: it needs none."),
            "keys.md",
        )


def _passphrase() -> Iterator[Finding]:
    source = passphrase.source()
    if settings.DEMONSTRATION or source is None or not source.exists():
        return
    if source.stat().st_dev == Path(settings.DATA).stat().st_dev and not str(source).startswith("/run/"):
        yield Finding(
            "passphrase_here",
            Weight.WEAK,
            _("The passphrase in %s lies on the disk of the keys: whoever takes the disk need not guess it.") % source,
            _("Type it at each start, or give it as a credential of systemd that the machine's TPM seals."),
            "keys.md",
        )


def _guessing() -> Iterator[Finding]:
    """Yield what makes it cheap to guess at the passphrase; one that is typed is looked at when it is typed."""
    if settings.DEMONSTRATION:
        return
    remedy = _("Change the passphrase by `bereg keys passphrase`; it takes two people.")
    try:
        lying = passphrase.known()
    except VaultFault:
        lying = None  # said where it is needed
    if lying is not None and (why := passphrase.weakness(lying)):
        fault = _("The passphrase of the vault is too weak: %(why)s.") % {"why": why}
        yield Finding("passphrase_weak", Weight.GRAVE, fault, remedy, "keys.md")
    if root.work() < root.LEAST_WORK:
        fault = _("Guessing at the passphrase is cheap: the file of the root key was made while the machine was busy.")
        yield Finding("root_cheap", Weight.GRAVE, fault, remedy, "keys.md")


def _escrow() -> Iterator[Finding]:
    if not settings.DEMONSTRATION and last_time("keys.escrowed") is None:
        yield Finding(
            "no_escrow",
            Weight.GRAVE,
            _("Nobody has printed the sheets of the escrow: whoever forgets the passphrase loses every text."),
            _("Run `bereg keys escrow`, and give the three sheets to three people."),
            "keys.md",
        )


def _server() -> Iterator[Finding]:
    records, kept = (connections[alias].settings_dict for alias in (RECORDS, KEYS))
    if "postgresql" in records["ENGINE"] and [records[key] for key in ("HOST", "PORT")] == [
        kept.get(key) for key in ("HOST", "PORT")
    ]:
        yield Finding(
            "keys_beside_records",
            Weight.WEAK,
            _("The keys are on the PostgreSQL server of the records: a copy of the whole server holds both."),
            _("Set BEREG_KEYS_DATABASE to another server, or leave it empty for a file."),
            "keys.md",
        )


def _age() -> Iterator[Finding]:
    oldest = keks.oldest()
    if oldest and timezone.now() - oldest > ROTATED_EACH:
        yield Finding(
            "keys_old",
            Weight.WEAK,
            _("A centre's keys are older than a year."),
            _("Run `bereg keys rotate`; it goes on while people work."),
            "keys.md",
        )
