"""Practice of interns: the masked copy of one enquiry's text, and what an intern writes about it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.enquiries.models import Enquiry
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Practice(models.Model):
    """One enquiry given to one intern, masked. It ends with its row: taken into the enquiry, taken back, or too old."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "intern"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")
    intern = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    # All three under one key, as they end together. No constraint asks for any: a restore empties what was erased.
    masked = SealedField(kind=Kind.NARRATIVE)
    draft = SealedField(kind=Kind.NARRATIVE)  # what the intern wrote
    remark = SealedField(kind=Kind.NARRATIVE)  # why it came back
    sent_at = models.DateTimeField(null=True, blank=True)  # None: the intern is to go on
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enquiry", "intern"], name="training_once_an_intern"),)

    def __str__(self) -> str:
        return str(self.id)
