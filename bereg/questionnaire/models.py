"""Published versions of the questionnaire."""

import uuid
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone

from bereg.centres.models import Centre


class Version(models.Model):
    """One published version; never changed, since enquiries show with the version that they were registered under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    # A centre's own version; None: for every centre that has none of its own.
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="questionnaire_versions"
    )
    source = models.TextField()  # the Markdown XLSForm
    definition = models.JSONField()  # what pyxform parsed; see `form.py`
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "number"], name="questionnaire_number_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(centre=None), name="questionnaire_common_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"


def digest_of(source: str) -> str:
    """Return what a source, once normalised, is known by."""
    return sha256(source.encode()).hexdigest()
