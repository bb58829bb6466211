"""Persons concerned: whom an enquiry is about, who need not be who calls. Codes, no name, and a sealed reason."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.languages import Language
from bereg.centres.scope import CentreBound
from bereg.enquiries.models import Part
from bereg.enquiries.retention_periods import text_kept, text_time_over
from bereg.persons.choices import (
    CHILDREN,
    WITHOUT_ANSWER,
    AgeBand,
    CommandOfLanguage,
    Gender,
    Occupation,
    ParentalCare,
    RelationToCaller,
    Suspicion,
)
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


def _code(choices: type[models.TextChoices]) -> models.CharField[str, str]:
    """Return a column of one code of a list, of why there is none, or "" where nobody asked."""
    return models.CharField(max_length=16, choices=[*choices.choices, *WITHOUT_ANSWER], blank=True)


class Person(Part):
    """One person concerned. Its codes are answers: whoever sees the enquiry sees them, and they go with the consent."""

    to_person: ClassVar[str] = "entered_by"
    goes_with_consent: ClassVar[bool] = True

    relation = _code(RelationToCaller)
    gender = _code(Gender)
    band = _code(AgeBand)
    citizenship = models.CharField(max_length=16, blank=True)  # as the questionnaire has it
    language = models.CharField(max_length=16, choices=[*Language.choices, *WITHOUT_ANSWER], blank=True)
    command = _code(CommandOfLanguage)
    region = models.CharField(max_length=16, blank=True)  # as the questionnaire has it
    occupation = _code(Occupation)
    care = _code(ParentalCare)
    told_by_another = models.BooleanField(default=True)
    # Lists of codes; one that is not there was not noted, which is not the same as that it is not so.
    signs = models.JSONField(default=list, blank=True)
    act = models.JSONField(default=list, blank=True)
    means = models.JSONField(default=list, blank=True)
    purpose = models.JSONField(default=list, blank=True)
    suspicion = models.CharField(max_length=16, choices=Suspicion, blank=True)
    reason = SealedField(kind=Kind.REASON)  # why somebody judged so
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    # Of somebody under 18: the supervisor who saw it and has it now.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("persons concerned, and why somebody is a suspected victim")
        indexes = (
            models.Index(fields=["centre", "entered_at"], condition=Q(counted_in=None), name="persons_uncounted"),
            models.Index(
                fields=["centre", "entered_at"],
                condition=Q(taken_at=None, band__in=sorted(CHILDREN)),
                name="persons_children_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(band__in=CHILDREN) | Q(means=[]), name="persons_no_means_of_a_child"),
            models.CheckConstraint(
                condition=Q(suspicion="", judged_at=None, reason=b"") | (~Q(suspicion="") & Q(judged_at__isnull=False)),
                name="persons_judged_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where it is changed."""
        return reverse("persons:person", args=[self.pk])

    @property
    def is_child(self) -> bool:
        """Tell whether the person is known to be under 18."""
        return self.band in CHILDREN

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever may read the enquiry's own text read the reason of a judgement."""
        return kind == Kind.REASON and self.enquiry.is_reached_by(person, Permission.NARRATIVE_READ)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Person]":
        """Return those whose reason has the time of the enquiry's own text behind it."""
        found = cls.objects.everywhere(because="retention").exclude(reason=b"")
        return found.filter(text_time_over(now))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: the reason as the enquiry's own text, the codes as its answers."""
        return text_kept()
