"""Each occasion on which somebody reached us, or we them; never a number, an address, a name or a text."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bereg.centres.models import Centre, Line
from bereg.centres.scope import Scoped
from bereg.contacts.channels import Anonymous, Channel, Direction, Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.mistakes import Mistake


class Contact(models.Model):
    """One call, visit, letter or web message."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "operator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # An index below begins with the centre; by a line nobody ever asks.
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, db_index=False)
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, blank=True, db_index=False)
    channel = models.CharField(max_length=8, choices=Channel)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.IN)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.MINUTE)
    language = models.CharField(max_length=8, blank=True)  # ISO 639; empty: not noted
    anonymous = models.CharField(max_length=10, choices=Anonymous, default=Anonymous.NOT_ASKED)
    disposition = models.CharField(max_length=16, choices=Disposition, blank=True)  # empty: to be filed
    # The index below serves it: what a person recorded last is asked for by every form.
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    mistake = models.CharField(max_length=16, choices=Mistake, blank=True)  # why no figure counts it
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it
    # A digest of an imported row's own number, so that a second import adds nothing.
    import_key = models.CharField(max_length=64, null=True)

    objects = Scoped()

    class Meta:
        indexes = (
            # With what counts a day, so that the table itself is not read for it.
            models.Index(
                fields=["centre", "started_at", "mistake", "precision", "disposition"], name="contacts_centre_time"
            ),
            models.Index(fields=["operator", "-entered_at"], name="contacts_operator_latest"),
            models.Index(
                fields=["centre", "started_at", "mistake", "changed_at", "version", "counted_in"],
                condition=Q(counted_in=None),
                name="contacts_uncounted",
            ),
            models.Index(
                fields=["centre", "started_at"], condition=~Q(precision=Precision.MONTH), name="contacts_to_the_minute"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="contacts_row_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="contacts_end_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Tell whether it may be corrected: no closed month counts it, and more than its month is left."""
        return self.counted_in is None and self.precision != Precision.MONTH
