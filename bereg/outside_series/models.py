"""Series of other bodies, such as permits issued, each value with its source. Nothing here is a case."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from bereg.outside_series.choices import SeriesRhythm, SeriesUnit


class OutsideSeries(models.Model):
    """What some body counts, how, and where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    names = models.JSONField(default=dict)  # by language of the staff; at least one
    body = models.CharField(max_length=200)
    unit = models.CharField(max_length=16, choices=SeriesUnit)
    rhythm = models.CharField(max_length=16, choices=SeriesRhythm)
    region = models.CharField(max_length=6, blank=True)  # ISO 3166-2; blank: the whole country
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("body", "pk")

    def __str__(self) -> str:
        return self.names.get(get_language() or "") or next(iter(self.names.values()), "")

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("outside_series:series", args=[self.pk])


class SeriesSource(models.Model):
    """Where some values of a series come from, and as of which day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(OutsideSeries, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=300)
    address = models.URLField(max_length=500, blank=True)
    as_of = models.DateField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class SeriesValue(models.Model):
    """One value, for the month, quarter or year that begins with a month. One that was corrected stays, as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(OutsideSeries, on_delete=models.CASCADE, related_name="values")
    first_month = models.DateField()
    value = models.BigIntegerField()
    source = models.ForeignKey(SeriesSource, on_delete=models.CASCADE, related_name="values")
    replaced_at = models.DateTimeField(null=True, blank=True)  # null: it stands

    class Meta:
        ordering = ("first_month", "replaced_at")
        constraints = (
            models.CheckConstraint(condition=Q(value__gte=0), name="outside_series_none_below_nought"),
            models.UniqueConstraint(
                fields=["series", "first_month"],
                condition=Q(replaced_at=None),
                name="outside_series_one_value_stands",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_month:%Y-%m}: {self.value}"
