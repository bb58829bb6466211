"""Releases that are being prepared."""

from uuid import uuid4

from django.conf import settings
from django.db import models


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
        db_table = "statistics_preparation"  # as it was called before publishing was a room
        constraints = (
            models.UniqueConstraint(
                fields=["first_month", "last_month"],
                condition=models.Q(ended_at=None),
                name="statistics_prepared_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_month:%Y-%m}/{self.last_month:%Y-%m}"
