"""What staff noted of a signal."""

from django.conf import settings
from django.db import models


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
        db_table = "statistics_signalnote"  # as it was called before it had a room of its own
        constraints = (models.UniqueConstraint(fields=["share", "centre", "month"], name="statistics_signal_once"),)

    def __str__(self) -> str:
        return f"{self.share} {self.centre} {self.month:%Y-%m}"
