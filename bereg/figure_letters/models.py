"""Who gets figures, a funder's indicators, and the letters that went out: nothing here is about a person."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.counting.catalogue import ALL
from bereg.figure_letters.choices import (
    GONE,
    MOST_DUE_DAYS,
    WAYS,
    FiguresKind,
    FiguresOf,
    IndicatorSpan,
    LetterState,
    Rhythm,
)
from bereg.publications.models import Release
from bereg.reference.models import ReferenceEntry


class AgreedTerms(models.Model):
    """What goes to whom. A letter keeps it as it was when it was written: one person alone changes a recipient."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    organisation = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, related_name="+")
    gets = models.CharField(max_length=16, choices=FiguresKind)
    covers = models.CharField(max_length=8, choices=FiguresOf)
    language = models.CharField(max_length=8)

    class Meta:
        abstract = True

    @property
    def is_exact(self) -> bool:
        """Tell whether exact numbers leave, to which a second person agrees."""
        return self.gets != FiguresKind.RELEASE

    @property
    def covered(self) -> str:
        """Whose exact figures leave: the code of a centre, or all."""
        return ALL if self.covers == FiguresOf.ALL else self.centre.code

    def columns(self) -> dict[str, Any]:
        """Return what a letter keeps."""
        return {name: getattr(self, name) for name in ("organisation_id", "gets", "covers", "language")}

    def agreed(self) -> str:
        """Return it as one text: two that have the same get the same."""
        whose = self.covered if self.is_exact else ALL  # published figures are of all centres
        return f"{self.gets} {whose} {self.organisation_id} {self.language}"


def rests_on(terms: AgreedTerms, releases: Iterable[uuid.UUID]) -> str:
    """Return on what the text of a letter rests, as one text: what is agreed, and which releases go along."""
    return " ".join((terms.agreed(), *(str(each) for each in releases)))


class FiguresRecipient(AgreedTerms):
    """An organisation that gets figures, how often, by when and with which letter. A centre looks after it."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "looked_after_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rhythm = models.CharField(max_length=16, choices=Rhythm)
    first_month = models.DateField()  # with which the first period begins
    last_month = models.DateField(null=True, blank=True)  # no period ends after it; null: no end
    due_days = models.PositiveSmallIntegerField()  # after the end of a period
    template = models.TextField(max_length=5_000)  # of the letter, with fields in braces (wording.py)
    looked_after_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        indexes = (models.Index(fields=["centre", "ended_at"], name="figure_letters_to_whom"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(due_days__gte=1, due_days__lte=MOST_DUE_DAYS), name="figure_letters_due_days"
            ),
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")),
                name="figure_letters_last_after_first",
            ),
            models.CheckConstraint(
                condition=~Q(rhythm=Rhythm.ONCE) | Q(last_month__isnull=False), name="figure_letters_once_has_an_end"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("figure_letters:recipient", args=[self.pk])


class FunderIndicator(models.Model):
    """One number that a funder wants to be reached."""

    to_centre: ClassVar[str] = "recipient__centre"
    to_person: ClassVar[str] = "recipient__looked_after_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(FiguresRecipient, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=200)
    figure = models.CharField(max_length=100, blank=True)  # a cell of the exact report; blank: typed by hand
    source = models.CharField(max_length=200, blank=True)  # of what is typed by hand
    target = models.DecimalField(max_digits=12, decimal_places=2)
    span = models.CharField(max_length=16, choices=IndicatorSpan, default=IndicatorSpan.PERIOD)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(target__gt=0), name="figure_letters_target_above_nought"),
            models.CheckConstraint(
                condition=~Q(figure="") | ~Q(source=""), name="figure_letters_counted_or_with_source"
            ),
        )

    def __str__(self) -> str:
        return self.name


class FigureLetter(AgreedTerms):
    """The letter to one recipient about one period, once more where the figures were corrected since.

    What it says and what goes along is frozen when it is signed: that is what the second person agrees to, and what
    was sent.
    """

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "drafted_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(FiguresRecipient, on_delete=models.PROTECT, related_name="letters")
    first_month = models.DateField()
    last_month = models.DateField()
    again = models.PositiveSmallIntegerField(default=0)  # 0: the first letter about the period
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Where none of the whole period goes along: the ids of the releases of its months, in their order.
    monthly = models.JSONField(default=list, blank=True)
    text = models.TextField(max_length=10_000)
    reached = models.JSONField(default=list)  # of each indicator, as it was when this was written
    state = models.CharField(max_length=16, choices=LetterState, default=LetterState.DRAFTED)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.TextField(blank=True)  # JSON of all that leaves (paper.py), once it is signed
    digest = models.CharField(max_length=64, blank=True)  # of `content`
    way = models.CharField(max_length=16, choices=[(each.value, each.label) for each in WAYS], blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField(null=True, blank=True)  # null: no answer is waited for
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=2_000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        indexes = (models.Index(fields=["centre", "state"], name="figure_letters_of_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "first_month", "last_month", "again"], name="figure_letters_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(first_month__lte=F("last_month")), name="figure_letters_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted({LetterState.DRAFTED, LetterState.STOPPED}))
                | Q(signed_at__isnull=False) & ~Q(content="") & ~Q(digest=""),
                name="figure_letters_signed_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(GONE)) | Q(sent_on__isnull=False) & ~Q(way=""),
                name="figure_letters_sent_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.ANSWERED) | Q(answered_on__isnull=False),
                name="figure_letters_answered_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("figure_letters:letter", args=[self.pk])

    @property
    def signer_has_left(self) -> bool:
        """Tell whether it is to leave in the name of somebody whose account is closed."""
        return self.state == LetterState.SIGNED and self.signed_by is not None and not self.signed_by.is_active

    @property
    def reference(self) -> str:
        """By what the recipient names it in an answer."""
        return f"{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @property
    def release_ids(self) -> list[uuid.UUID]:
        """Return which releases it goes with."""
        return [self.release_id] if self.release_id else [uuid.UUID(each) for each in self.monthly]

    @property
    def rests_on(self) -> str:
        """Return on what its text rests."""
        return rests_on(self, self.release_ids)

    @property
    def has_left(self) -> bool:
        """Tell whether somebody outside has it."""
        return self.state in GONE
