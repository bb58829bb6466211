"""What the vault keeps: in the database of the keys wrapped keys and the ledger of what was erased.

Among the records stand who broke the glass, what is held beyond its time, and what the nights have erased.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.centres.scope import Scoped
from bereg.core.routing import KEYS
from bereg.vault.classes import READS, Holder, HoldReason, Kind, SecretKind, Verdict
from bereg.vault.fields import SealedField
from bereg.vault.kept import Kept


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


class BreakGlass(Kept):
    """Somebody opened one record that their role does not show them, for an hour; a supervisor looks at it later."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "by"
    has_own_rules: ClassVar[bool] = True  # reasons.py

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")  # of the record
    record_kind = models.CharField(max_length=64)  # `enquiries.enquiry`
    record = models.UUIDField()
    reason = SealedField(kind=Kind.REASON)
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # null: it was not ended before its time
    review_by = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)

    objects = Scoped()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["by"], condition=Q(ended_at=None), name="vault_one_glass_at_a_time"),
            models.CheckConstraint(condition=~Q(by=F("reviewed_by")), name="vault_nobody_reviews_themselves"),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at=None, reviewed_by=None)
                | Q(verdict__in=Verdict.values, reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="vault_reviewed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who gave the reason read it, and who reviews it."""
        return kind is Kind.REASON and (self.by_id == person.pk or self.may_be_reviewed_by(person))

    def may_be_reviewed_by(self, person: User) -> bool:
        """Tell whether somebody may review: a supervisor of the centre; an administrator only where there is none."""
        scope = person.scope(Permission.BREAK_GLASS_REVIEW)
        if scope is None or self.by_id == person.pk:
            return False
        if scope == Scope.ALL:
            return not supervisors_at(self.centre_id, but=self.by_id).exists()
        return centres_of(person).filter(pk=self.centre_id).exists()


def supervisors_at(centre: Any, *, but: Any) -> models.QuerySet[User]:
    """Return who of a centre may review, apart from who broke the glass."""
    roles = [role for role in roles_with(Permission.BREAK_GLASS_REVIEW) if role != Role.ADMIN]
    people = User.objects.filter(role__in=roles, closed_at=None, memberships__centre=centre)
    return people.exclude(pk=but).order_by("pk")


class Hold(Kept):
    """One record is kept beyond its time, as a court may ask; it has an owner, an end, and a review each year."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "owner"
    has_own_rules: ClassVar[bool] = True  # reasons.py

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_kind = models.CharField(max_length=64)  # `enquiries.enquiry`
    record = models.UUIDField(db_index=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")  # of the record
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, choices=HoldReason)
    reason = SealedField(kind=Kind.REASON)
    until = models.DateField()  # the last day
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    reviewed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = Scoped()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["record_kind", "record"], condition=Q(lifted_at=None), name="vault_one_hold_a_record"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False), name="vault_lifted_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record}"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever looks after holds of the centre read why."""
        return kind is Kind.REASON and self.is_looked_after_by(person)

    def is_looked_after_by(self, person: User) -> bool:
        """Tell whether somebody looks after holds of this one's centre."""
        return person.may(Permission.HOLD_SET) and centres_of(person).filter(pk=self.centre_id).exists()


class Run(models.Model):
    """What one night, or one person, erased by one rule of retention: counts alone."""

    id = models.BigAutoField(primary_key=True)
    rule = models.CharField(max_length=32)
    began_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)  # null: it was interrupted, or goes on
    erased = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=64, blank=True)  # the kind of an error, never its words

    def __str__(self) -> str:
        return f"{self.rule} {self.began_at:%Y-%m-%d}"


class Clock(models.Model):
    """What the wall clock was known to show, and what the machine's own running time was then."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    boot = models.CharField(max_length=64)  # which start of the machine; empty where the system does not tell
    uptime_s = models.FloatField()
    wall = models.DateTimeField()
    seen_at = models.DateTimeField()  # the wall clock when it was looked at last and believed

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="vault_one_clock"),)

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"
