"""Sentences that people write about published figures, and the text that was agreed to. No case, no exact figure."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from bereg.publications.models import Release


class ReportSentence(models.Model):
    """What somebody writes about the figures of some months: of all of them, of a centre, or of one table.

    It is of the months and not of a release, so that it outlives figures that are prepared anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_month = models.DateField()
    last_month = models.DateField()
    centre = models.CharField(max_length=32)  # its code, or all
    table = models.CharField(max_length=32, blank=True)  # blank: all that was published of the centre
    texts = models.JSONField()  # by language
    # By language: what a person decided on each finding, and on each number that the release does not show.
    decided = models.JSONField(default=dict)
    writers = models.JSONField(default=list)  # ids of whoever wrote any of it: none of them agrees to it
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("written_at", "pk")
        indexes = (models.Index(fields=["first_month", "last_month"], name="commentary_of_months"),)
        constraints = (
            models.CheckConstraint(condition=Q(first_month__lte=F("last_month")), name="commentary_months_in_order"),
        )

    def __str__(self) -> str:
        return str(self.id)


class ReportText(models.Model):
    """All sentences beside a release, frozen for a second person: what is agreed to, put out and read is the same.

    The release itself stays as it is. A corrected one has other figures, so it begins without a text.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Goes with a release that is prepared anew; one that was published is never deleted.
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()  # JSON (content.py); `digest` is of its bytes
    digest = models.CharField(max_length=64)
    writers = models.JSONField(default=list)  # ids of whoever wrote any of it
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    put_out_at = models.DateTimeField(null=True, blank=True)
    put_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # not put out after all, or taken back
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["release", "put_out_at"], name="commentary_put_out"),)
        constraints = (
            models.UniqueConstraint(
                fields=["release"], condition=Q(put_out_at=None, ended_at=None), name="commentary_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(put_out_at=None) | Q(put_out_by__isnull=False), name="commentary_put_out_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("commentary:text", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is neither public nor ended."""
        return self.put_out_at is None and self.ended_at is None
