"""What is recommended, to whom, on which published figures, and what became of it. Nothing here is about a person."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bereg.publications.addressees import AddresseeKind
from bereg.publications.models import Release
from bereg.recommendations.choices import LONGEST_NOTE, RecommendationStep
from bereg.reference.models import ReferenceEntry


class Recommendation(models.Model):
    """One recommendation. It rests on figures of a release, by their ids, so that it knows when they are gone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    texts = models.JSONField()  # by language
    decided = models.JSONField(default=dict)  # on findings and numbers, by language, as of a sentence of a report
    to_kind = models.CharField(max_length=16, choices=AddresseeKind)
    organisation = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A published one: these are never deleted. Null: it rests on no figure.
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    figures = models.JSONField(default=list)  # of that release: centre, table, group, and a row or ""
    enquiries = models.PositiveIntegerField(null=True, blank=True)  # that speak for it: a count, for the staff alone
    with_report = models.BooleanField(default=False)  # published beside the figures, once a second person agreed
    writers = models.JSONField(default=list)  # ids of whoever wrote any of it
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(with_report=False) | Q(release__isnull=False), name="recommendations_report_of_a_release"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("recommendations:recommendation", args=[self.pk])


class RecommendationEvent(models.Model):
    """One thing that happened to a recommendation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(max_length=16, choices=RecommendationStep)
    happened_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)  # of what was sent; null: no answer is waited for
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("happened_on", "noted_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_by=None)
                | Q(step__in=sorted({RecommendationStep.SENT, RecommendationStep.REMINDED})),
                name="recommendations_answer_to_what_was_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.happened_on}"
