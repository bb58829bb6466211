"""Months, and codes in the facts."""

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
    universes = models.TextField(blank=True)  # the names of those files, once closed: a universe may come later

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
