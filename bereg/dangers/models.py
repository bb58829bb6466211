"""Alarms: that somebody is in danger, who took it, and which steps were done.

It is an act of the staff and holds no word of the caller, so it needs no consent, and outlives one that is withdrawn.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.dangers.choices import Ending, PassReason, ProcedureKind

MOST_MINUTES = 32_000


class Danger(models.Model):
    """One alarm. `form`: the form on which it was raised, whose enquiry or contact has the same id once it is saved.

    `centre`: where it was raised, and where it is counted. `passed_to`: the one that has it now, if that is another.
    """

    to_centre: ClassVar[str] = "centre"
    walled_by_too: ClassVar[str] = "passed_to"
    to_person: ClassVar[str] = "raised_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, db_index=False)  # an index below begins with it
    form = models.UUIDField(null=True, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    told = models.PositiveSmallIntegerField(default=0)  # the highest level whose people have got a notice
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Of its own, as the moments are cut to the month one day: all the time nobody had it. Null: nobody ever did.
    minutes_untaken = models.PositiveSmallIntegerField(null=True, blank=True)
    # When whoever had it gave it back or passed it on, for the last time: it rings anew from then on.
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    passed_to = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    passed_because = models.CharField(max_length=8, choices=PassReason, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_as = models.CharField(max_length=8, choices=Ending, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_coarse = models.BooleanField(default=False)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    objects = Scoped()

    class Meta:
        indexes = (
            models.Index(fields=["centre", "raised_at"], name="dangers_centre_time"),
            models.Index(fields=["raised_at"], condition=Q(ended_at=None), name="dangers_open"),
        )
        constraints = (
            models.UniqueConstraint(fields=["form"], condition=Q(ended_at=None), name="dangers_one_open_a_form"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False, ended_as__in=Ending.values),
                name="dangers_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(taken_at__gte=F("raised_at"), minutes_untaken__isnull=False),
                name="dangers_taken_after_raised",
            ),
            models.CheckConstraint(
                condition=Q(passed_to=None, passed_because="")
                | Q(passed_to__isnull=False, passed_because__in=PassReason.values) & ~Q(passed_to=F("centre")),
                name="dangers_passed_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("dangers:danger", args=[self.pk])

    @property
    def rings_since(self) -> dt.datetime:
        """Return from when on it waits for somebody, if nobody has it."""
        return self.let_go_at or self.raised_at

    @property
    def rings_at(self) -> Centre:
        """Return the centre that has it now."""
        return self.passed_to or self.centre


class TickedStep(models.Model):
    """One step of a procedure that somebody did, in the words that they read."""

    to_centre: ClassVar[str] = "danger__centre"
    to_person: ClassVar[str] = "by"

    danger = models.ForeignKey(Danger, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=ProcedureKind)
    number = models.PositiveIntegerField()  # of the procedure's version; 0: the program's own text
    place = models.PositiveSmallIntegerField()  # of the step, from 1
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = Scoped()

    class Meta:
        constraints = (
            # By the words too: an alarm that was passed on goes by the steps of two centres.
            models.UniqueConstraint(
                fields=["danger", "kind", "number", "place", "words"], name="dangers_step_ticked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class Procedure(models.Model):
    """One version of a centre's own steps, one a line; an empty text is the program's own again."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "written_by"

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=16, choices=ProcedureKind)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = Scoped()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "kind", "number"], name="dangers_procedure_versions"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
