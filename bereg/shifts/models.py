"""Who works when, who speaks which language, and what one shift leaves to the next."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.languages import names_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound, Scoped
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField
from bereg.vault.kept import Kept

KEPT_DAYS = 7
DAY = dt.timedelta(days=1)


class HandOver(Kept):
    """A note to whoever comes next, at one centre. It is about the work, hangs on no enquiry, and no hold keeps it."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "written_by"
    held: ClassVar[bool] = False
    stays: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    words = SealedField(kind=Kind.NOTE)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)  # a correction does not move it, nor the end of its time
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        verbose_name_plural = _("notes to the next shift")
        indexes = (models.Index(fields=["centre", "-written_at"], name="shifts_notes_of_centre"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def kept_until(self) -> dt.datetime:
        """Return when its time is over."""
        return self.written_at + dt.timedelta(days=KEPT_DAYS)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let operators and supervisors of the centre read it; lawyers and psychologists see what is handed to them."""
        works_there = self.centre_id in {centre.pk for centre in own_centres(person)}
        return kind == Kind.NOTE and person.may(Permission.ENQUIRY_TAKE_OVER) and works_there

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[HandOver]":
        """Return those whose days are over."""
        return cls.objects.everywhere(because="retention").filter(written_at__lt=now - dt.timedelta(days=KEPT_DAYS))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long."""
        return ngettext("%(days)d day", "%(days)d days", KEPT_DAYS) % {"days": KEPT_DAYS}


class RosterWeek(models.Model):
    """The roster of one week at one centre, written as a whole. Its version moves with each writing."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "shifts__person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    monday = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "monday"], name="shifts_one_roster_a_week"),)

    def __str__(self) -> str:
        return f"{self.centre_id} {self.monday}"


class Shift(models.Model):
    """One stretch of work of one person. One that ends no later than it begins ends on the next day.

    By the clock of the centre and not as moments, so that a week is copied whole where the clocks change.
    """

    to_centre: ClassVar[str] = "week__centre"
    to_person: ClassVar[str] = "person"

    week = models.ForeignKey(RosterWeek, on_delete=models.CASCADE, related_name="shifts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    has_telephone = models.BooleanField(default=False)  # holds the one that is answered day and night

    objects = Scoped()

    class Meta:
        ordering = ("on", "begins", "pk")

    def __str__(self) -> str:
        return f"{self.person_id} {self.on} {self.begins:%H:%M}-{self.ends:%H:%M}"

    @property
    def ends_on(self) -> dt.date:
        """Return the day on which it ends."""
        return self.on if self.begins < self.ends else self.on + DAY

    def covers(self, local: dt.datetime) -> bool:
        """Tell whether a moment, by the clock of the centre, is in it."""
        starts, stops = self.span
        return starts <= local.replace(tzinfo=None) < stops

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Return when it begins and ends, by the clock of the centre."""
        return dt.datetime.combine(self.on, self.begins), dt.datetime.combine(self.ends_on, self.ends)


class Speaker(models.Model):
    """Which languages a colleague speaks with callers, as they say themselves: at each of their centres the same."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    languages = models.JSONField(default=list)  # ISO 639-1
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.person_id} {' '.join(self.languages)}"


class Interpreter(models.Model):
    """Somebody outside whom a centre may call where nobody on duty speaks a language."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "written_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    telephone = models.CharField(max_length=60)
    languages = models.JSONField(default=list)  # ISO 639-1
    hours = models.CharField(max_length=100, blank=True)  # when they may be called, in words
    note = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def language_names(self) -> list[str]:
        return names_of(self.languages)
