"""Releases: what was published, word for word. They know no case, and no exact figure."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_VINTAGES = 2  # of a period, the first included: a third would let least squares guess


class WithdrawalReason(models.TextChoices):
    """Why a release was withdrawn."""

    FAULT = "fault", _("a fault of the program")
    CATALOGUE = "catalogue", _("a table that should not be published")
    FIGURES = "figures", _("wrong figures")


class Release(models.Model):
    """Protected figures of a period: prepared, then published once a second person agreed, perhaps withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_month = models.DateField()
    last_month = models.DateField()
    vintage = models.PositiveSmallIntegerField()
    content = models.TextField()  # JSON, as it is served; `digest` is of its bytes
    digest = models.CharField(max_length=64)
    gates = models.JSONField()  # what the attacker achieved, each measure with its limit
    holds = models.BooleanField()  # whether every gate held
    frame = models.JSONField()  # what was known of codes, centres and the home country
    beside = models.JSONField()  # the editions that were public when it was attacked
    fingerprint = models.CharField(max_length=64, blank=True)  # of the noise's secret; blank: not known yet
    prepared_at = models.DateTimeField()
    # None: on the command line, where nobody signs in.
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=16, choices=WithdrawalReason.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first_month", "last_month", "vintage"], name="publications_vintage_once"),
            models.CheckConstraint(condition=Q(first_month__lte=F("last_month")), name="publications_period_in_order"),
            models.CheckConstraint(
                condition=Q(vintage__gte=1, vintage__lte=MOST_VINTAGES), name="publications_two_vintages"
            ),
            models.CheckConstraint(condition=Q(published_at=None) | Q(holds=True), name="publications_gates_hold"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False), name="publications_withdrawn_was_out"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_month:%Y-%m}/{self.last_month:%Y-%m} v{self.vintage}"

    def get_absolute_url(self) -> str:
        """Return where staff look at it, which a room above shows."""
        return reverse(settings.PAGE_OF["publications.release"], args=[self.pk])
