"""Old registers that somebody is importing in the browser. What they uploaded is sealed, and gone after a day."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField, SealedFileField
from bereg.vault.kept import Kept

KEPT = dt.timedelta(days=1)


class RunOutcome(models.TextChoices):
    """How the last run ended; a code, as the pages say it."""

    NONE = "", "-"
    TRIED = "tried", "tried"
    IMPORTED = "imported", "imported"
    STOPPED = "stopped", "stopped"
    UNFIT = "unfit", "unfit"  # the mapping, held against the file
    FAILED = "failed", "failed"


class RegisterImport(Kept):
    """An uploaded file, its mapping, and how far its dry run or its import is. All that is sealed has one key."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "person"
    has_own_rules: ClassVar[bool] = True  # its files go with it: retention_rules.py

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    made_at = models.DateTimeField(default=timezone.now)
    ending = models.CharField(max_length=8)  # of the file's name, which itself may name people and is not kept
    content = SealedFileField(kind=Kind.DRAFT, upload_to="imports")
    mapping = SealedField(kind=Kind.DRAFT, tag="mapping_tag")  # values of the file stand in it
    mapping_tag = models.BinaryField(max_length=32, default=b"", blank=True)
    version = models.PositiveIntegerField(default=1)  # of the mapping
    task = models.UUIDField(null=True)  # the number of its last run in the queue
    is_dry = models.BooleanField(default=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # rows
    total = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=RunOutcome.choices, default=RunOutcome.NONE, blank=True)
    summary = SealedField(kind=Kind.DRAFT, tag="summary_tag")  # JSON of sealed_upload.Summary
    summary_tag = models.BinaryField(max_length=32, default=b"", blank=True)
    rejects = SealedFileField(kind=Kind.DRAFT, upload_to="imports", blank=True)

    objects = Scoped()

    class Meta:
        constraints = (
            # Two at once would meet at the keys of rows, and one of them would fail half way.
            models.UniqueConstraint(
                fields=["centre"],
                condition=Q(begun_at__isnull=False, ended_at=None, is_dry=False),
                name="importing_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_running(self) -> bool:
        """Whether a dry run or an import waits or runs."""
        return self.begun_at is not None and self.ended_at is None

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who uploaded it alone open it, for as long as they may import."""
        return kind == Kind.DRAFT and self.person_id == person.pk and person.may(Permission.IMPORT)
