"""Who did what, as plain text: no content and no foreign keys, so the record never blocks an erasure."""

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One act of one person on one record."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=64)  # a user's uuid, or "system"
    role = models.CharField(max_length=32)
    action = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    because = models.CharField(max_length=64, blank=True)  # a code from a closed list, never free text

    class Meta:
        indexes = (models.Index(fields=["target", "at"], name="audit_target"),)

    def __str__(self) -> str:
        return f"{self.action} {self.target_kind} {self.target}"
