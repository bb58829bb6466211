"""Months, codes in the facts, what staff noted of a signal, and releases that are being prepared."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class Month(models.Model):
    """One month of figures for all centres; once closed, its facts never change."""

    first_day = models.DateField(primary_key=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fingerprint = models.CharField(max_length=64, blank=True)  # of what the stored facts were made from
    digest = models.CharField(max_length=64, blank=True)  # of the facts' files, once closed

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class FactCode(models.Model):
    """The small number that stands for a code in the facts, given once and for good."""

    variable = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["variable", "code"], name="statistics_code_once"),
            models.UniqueConstraint(fields=["variable", "number"], name="statistics_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.variable} {self.code}: {self.number}"


class SignalNote(models.Model):
    """What somebody noted of a month whose share is unusual: whoever wrote it has looked at it."""

    share = models.CharField(max_length=64)  # of the catalogue's monitored shares
    centre = models.CharField(max_length=32)  # its code, or all
    month = models.DateField()
    note = models.TextField(max_length=500)  # of figures, never of a person; so it is not sealed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["share", "centre", "month"], name="statistics_signal_once"),)

    def __str__(self) -> str:
        return f"{self.share} {self.centre} {self.month:%Y-%m}"


class Preparation(models.Model):
    """A release that somebody asked for, while a task makes it; afterwards which one it is, or why there is none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_month = models.DateField()
    last_month = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    task = models.UUIDField()  # its number in the queue
    done = models.PositiveIntegerField(default=0)  # cells that the attack has settled
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    release = models.UUIDField(null=True)
    reason = models.CharField(max_length=16, blank=True)  # of refusals.Reason
    about = models.JSONField(default=dict)  # what the reason's words name

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["first_month", "last_month"],
                condition=models.Q(ended_at=None),
                name="statistics_prepared_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_month:%Y-%m}/{self.last_month:%Y-%m}"
