"""Consultations on enquiries: codes that colleagues see, and a sealed note of the profession's own."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.languages import Language
from bereg.centres.scope import CentreBound
from bereg.consultations.choices import ConsultationKind, ConsultationWay, Profession
from bereg.consultations.note_readers import readable_by
from bereg.enquiries.models import Part
from bereg.enquiries.retention_periods import text_kept, text_time_over
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField

MOST_MINUTES = 24 * 60


class Consultation(Part):
    """One consultation. Its codes are seen by whoever sees the enquiry; who reads its note, note_readers.py says."""

    to_person: ClassVar[str] = "author"
    goes_with_consent: ClassVar[bool] = False  # its codes say what the house did

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    profession = models.CharField(max_length=16, choices=Profession)  # the author's role when it was written
    kind = models.CharField(max_length=16, choices=ConsultationKind)
    way = models.CharField(max_length=16, choices=ConsultationWay)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)])
    language = models.CharField(max_length=8, choices=Language, blank=True)  # empty: not noted
    with_interpreter = models.BooleanField(default=False)
    note = SealedField(kind=Kind.NOTE)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # colleagues whom the author named
    given_on = models.DateField()
    entered_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it
    counted_as = models.CharField(max_length=16, blank=True)  # its kind then: a later change counts no matter twice

    class Meta:
        verbose_name_plural = _("notes of consultations")
        indexes = (
            models.Index(fields=["centre", "given_on"], condition=Q(counted_in=None), name="consultations_uncounted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="consultations_minutes_of_a_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let those read the note whom note_readers.py lets."""
        return kind == Kind.NOTE and readable_by(person, type(self).objects.all()).filter(pk=self.pk).exists()

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Consultation]":
        """Return those whose note has the time of the enquiry's own text behind it."""
        found = cls.objects.everywhere(because="retention").exclude(note=b"")
        return found.filter(text_time_over(now))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the enquiry's own text."""
        return text_kept()
