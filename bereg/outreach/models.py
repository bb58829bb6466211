"""Outreach: lectures, joint consultations, seminars, and which enquiries were opened there.

An event is public by its nature and says nothing of anybody who asks for help, so no wall stands around one: its centre
reads it, and that of the whole network everybody. Which enquiries were opened there belongs to a centre as a case does.
"""

import datetime as dt
import uuid
from bisect import bisect_right
from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.campaigns.models import Distribution
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.enquiries.models import Part
from bereg.outreach.choices import SIZES, SIZES_BEGIN, OutreachKind, OutreachPlace
from bereg.reference.models import ReferenceEntry
from bereg.vault.classes import Kind


class OutreachEvents(models.QuerySet["OutreachEvent"]):
    """Events, which the figures count by the centre that held them."""

    def of_centres(self, centres: Iterable[Centre]) -> Self:
        """Return those that centres held."""
        return self.filter(centre__in=centres)


class OutreachEvent(models.Model):
    """One lecture, joint consultation, seminar or the like. A centre held it, for its region or for the network."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    is_national = models.BooleanField(default=False)  # of the whole network: any centre opens enquiries there
    kind = models.CharField(max_length=16, choices=OutreachKind)
    held_on = models.DateField()
    about = models.CharField(max_length=200, blank=True)
    place_kind = models.CharField(max_length=16, choices=OutreachPlace)
    place = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=6, blank=True)  # ISO 3166-2; blank: the whole country, or none
    partner = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reached = models.JSONField(default=dict)  # code of an audience to how many people, none of them 0
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    import_key = models.CharField(max_length=64, null=True)  # of a row of an old list
    # Whose list that was, whichever centre the event is moved to: its row is known again there.
    imported_into = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    objects = OutreachEvents.as_manager()

    class Meta:
        ordering = ("-held_on", "-recorded_at", "pk")
        indexes = (models.Index(fields=["centre", "held_on"], condition=Q(counted_in=None), name="outreach_uncounted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["imported_into", "import_key"], condition=Q(import_key__isnull=False), name="outreach_row_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("outreach:event", args=[self.pk])

    @property
    def people(self) -> int:
        """How many people were reached."""
        return sum(self.reached.values())

    @property
    def size(self) -> str:
        """The code of how many people were reached."""
        return SIZES[bisect_right(SIZES_BEGIN, self.people)][0]


class HandedOut(models.Model):
    """That a distribution of a campaign was handed out at an event. The campaign counts it, and counts it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, related_name="handed_out")
    distribution = models.OneToOneField(Distribution, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.distribution.material)

    @property
    def is_from_the_street(self) -> bool:
        """Whether it was written down as a distribution of its own, at a place of its own."""
        return self.distribution.place_id is not None


class OpenedThere(Part):
    """That an enquiry was opened at an event: its kind and day. It tells where somebody was.

    So it goes with the consent, and when the enquiry becomes coarse only the kind and the month are left.
    """

    to_person: ClassVar[str] = "linked_by"
    goes_with_consent: ClassVar[bool] = True

    event = models.ForeignKey(OutreachEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="opened")
    kind = models.CharField(max_length=16, choices=OutreachKind)  # of the event
    held_on = models.DateField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("at which outreach it was opened")
        indexes = (
            models.Index(fields=["centre", "held_on"], condition=Q(counted_in=None), name="outreach_uncounted_there"),
        )
        constraints = (models.UniqueConstraint(fields=["enquiry"], name="outreach_opened_at_one_event"),)

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def people(cls) -> list[str]:
        """Return what is taken out when the enquiry becomes coarse: the event too, which would give the day away."""
        return [*super().people(), "event"]

    def opens(self, person: User, kind: Kind) -> bool:
        """Open nothing: it has no text."""
        return False

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[OpenedThere]":
        """Return none: it has no text."""
        return cls.objects.none()

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the enquiry itself, of which the month is left in the end."""
        return str(_("the day until the enquiry becomes coarse, the kind as long as the topics"))
