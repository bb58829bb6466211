"""What the vault keeps, in the database of the keys: wrapped keys, and the ledger of what was erased."""

import hashlib
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bereg.core.routing import KEYS
from bereg.vault.classes import READS, Holder, SecretKind


class Secret(models.Model):
    """A secret under the root key: a centre's private or index key, the key of accounts, the key of the audit log."""

    database: ClassVar = KEYS

    id = models.CharField(max_length=64, primary_key=True)  # of a private key its kek's uuid, else "<kind>:<centre>"
    kind = models.CharField(max_length=16, choices=SecretKind)
    centre = models.UUIDField(null=True)
    wrapped = models.BinaryField(max_length=61)

    def __str__(self) -> str:
        return self.id


class Kek(models.Model):
    """A pair of keys of one centre, for wrapping data keys: the public half. The newest not retired one wraps."""

    database: ClassVar = KEYS

    id = models.UUIDField(primary_key=True)
    centre = models.UUIDField(db_index=True)
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Key(models.Model):
    """The data key of one class of texts of one record, wrapped for one holder."""

    database: ClassVar = KEYS
    walled_by: ClassVar[str] = "centre"

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    kind = models.CharField(max_length=16)  # the class: see classes.py
    centre = models.UUIDField()
    kek = models.UUIDField(null=True, db_index=True)  # null: wrapped for a receipt or a link
    holder = models.CharField(max_length=8, choices=Holder, default=Holder.CENTRE)
    wrapped = models.BinaryField(max_length=80)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["made_at", "id"], condition=Q(kind="contact", holder="centre"), name="vault_whom_to_call_back"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["record", "kind", "holder"], name="vault_one_key_a_class_and_holder"),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.kind}"


class Recipient(models.Model):
    """Who opens texts of one record by a secret of their own: the public half of the pair that is made from it."""

    database: ClassVar = KEYS

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    holder = models.CharField(max_length=8, choices=[(each.value, each.label) for each in READS])
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(null=True)  # the last day

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record", "holder"], name="vault_one_recipient_a_holder"),
            models.CheckConstraint(condition=Q(holder__in=list(READS)), name="vault_recipient_is_not_the_centre"),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.holder}"


class LedgerLine(models.Model):
    """One erasure: enough to repeat it over a restored backup, not enough to tell whom it was about."""

    database: ClassVar = KEYS

    id = models.BigAutoField(primary_key=True)
    record_hash = models.BinaryField(max_length=32, db_index=True)  # SHA-256 of the record's 16 bytes
    kind = models.CharField(max_length=16)  # a class, a holder whose secret opens nothing any more, or `record`
    because = models.CharField(max_length=32)  # a code from a closed list
    erased_at = models.DateTimeField(default=timezone.now)
    backups_end_on = models.DateField()  # when the last backup of the key is gone
    copied_at = models.DateTimeField(null=True)  # null: pending until it is copied off the machine

    def __str__(self) -> str:
        return f"{self.kind} {self.erased_at}"


def record_hash(record: UUID) -> bytes:
    """Return what the ledger knows a record by."""
    return hashlib.sha256(record.bytes).digest()
