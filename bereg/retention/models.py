"""What is held beyond its time, what the nights have erased, and the clock that they go by."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.centres.scope import Scoped
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.fields import SealedField
from bereg.vault.kept import Kept


class Hold(Kept):
    """One record is kept beyond its time, as a court may ask; it has an owner, an end, and a review each year."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "owner"
    has_own_rules: ClassVar[bool] = True  # retention_rules.py

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
        app_label = "vault"  # what is sealed is bound to this name
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

    class Meta:
        app_label = "vault"  # as its table is called

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
        app_label = "vault"  # as its table is called
        constraints = (models.CheckConstraint(condition=Q(id=1), name="vault_one_clock"),)

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"
