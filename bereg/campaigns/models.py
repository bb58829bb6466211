"""Campaigns: what was printed or broadcast, where it was given out, and how often its address was opened.

Nothing here is about a person who asks for help, and everybody may read what is on a leaflet. So none of it belongs to
a centre as a case does: a caller may hold a leaflet of another centre.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from bereg.campaigns.choices import MEASURES, MaterialKind, Measure, PlaceKind
from bereg.campaigns.codes import LONG
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.reference.models import ReferenceEntry


class Campaign(models.Model):
    """What is said to whom, why, from when to when, who permitted it, who takes part, and what there is to spend."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # null: all
    aim = models.TextField(max_length=2_000, blank=True)
    target_group = models.CharField(max_length=300, blank=True)
    message = models.TextField(max_length=2_000, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)  # null: until further notice
    permitted_by = models.CharField(max_length=200, blank=True)  # the body; blank: none, or none needed
    permit_number = models.CharField(max_length=100, blank=True)
    permitted_on = models.DateField(null=True, blank=True)
    partners = models.ManyToManyField(ReferenceEntry, blank=True, related_name="+")
    budget = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-first_day", "name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="campaigns_last_after_first"
            ),
            models.CheckConstraint(
                condition=Q(budget=None, currency="") | Q(budget__isnull=False, budget__gt=0) & ~Q(currency=""),
                name="campaigns_budget_with_currency",
            ),
            models.CheckConstraint(
                condition=~Q(permitted_by="") | Q(permit_number="", permitted_on=None),
                name="campaigns_permitted_by_a_body",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("campaigns:campaign", args=[self.pk])

    def runs_on(self, day: dt.date) -> bool:
        """Tell whether it runs on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Material(models.Model):
    """One thing that is given out or shown, in one language and edition, with the code that is printed on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="materials")
    code = models.CharField(max_length=LONG, unique=True)  # codes.py
    kind = models.CharField(max_length=16, choices=MaterialKind)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=8, choices=Language)
    edition = models.CharField(max_length=50, blank=True)
    print_run = models.PositiveIntegerField(null=True, blank=True)  # null: not printed, or not known
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("kind", "name", "language", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(cost=None, currency="") | Q(cost__isnull=False, cost__gte=0) & ~Q(currency=""),
                name="campaigns_cost_with_currency",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="campaigns_material_has_a_code"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("campaigns:material", args=[self.pk])

    @property
    def source(self) -> str:
        """The answer to from where somebody knows us that it stands for."""
        return self.kind

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is written of a distribution of it."""
        return MEASURES[self.kind]


class MaterialFile(models.Model):
    """How a material looks: a picture that was written anew, or a PDF. Apart, so that no list carries it."""

    material = models.OneToOneField(Material, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    kind = models.CharField(max_length=32)  # of the content: "image/jpeg"
    ending = models.CharField(max_length=8)

    def __str__(self) -> str:
        return str(self.pk)


class Place(models.Model):
    """Where something is given out or shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=PlaceKind)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=6, blank=True)  # ISO 3166-2; blank: the whole country
    partner = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)  # offered no more
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "region", "pk")
        constraints = (models.UniqueConstraint(fields=["name", "region"], name="campaigns_one_place_of_a_name"),)

    def __str__(self) -> str:
        return self.name


class Distribution(models.Model):
    """A material that was given out or shown at a place from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="distributions")
    # null: handed out where a room above says, at a lecture; place and day are put right there.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="distributions")
    given_on = models.DateField()
    copies = models.PositiveIntegerField(null=True, blank=True)  # taken there
    left_over = models.PositiveIntegerField(default=0)  # of these, brought back
    days_shown = models.PositiveIntegerField(null=True, blank=True)
    broadcasts = models.PositiveIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    row_key = models.CharField(max_length=64, null=True, unique=True)  # of a row of a distributor's list
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-given_on", "-recorded_at", "pk")
        indexes = (models.Index(fields=["material", "given_on"], name="campaigns_of_material"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(copies__isnull=False) | Q(days_shown__isnull=False) | Q(broadcasts__isnull=False),
                name="campaigns_something_given",
            ),
            models.CheckConstraint(
                condition=Q(left_over=0) | Q(copies__isnull=False, copies__gte=F("left_over")),
                name="campaigns_left_of_copies",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("campaigns:distribution", args=[self.pk])

    @property
    def given_out(self) -> int:
        """How many copies stayed with people."""
        return (self.copies or 0) - self.left_over


class Visit(models.Model):
    """How often the address of a material was opened on a day: one number, and nothing of who opened it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["material", "day"], name="campaigns_one_number_a_day"),)

    def __str__(self) -> str:
        return str(self.id)
