"""Links by which a partner without an account reads one dispatch and answers it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.centres.scope import CentreBound
from bereg.dispatch.choices import OUT
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.retention_periods import IDLE_MONTHS, text_kept, text_time_over
from bereg.partner_links.choices import LinkAnswer, LinkStep
from bereg.retention.rules import months_before
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class PartnerLink(Part):
    """One link for one step, used once. Its id stands in its address; its code is kept nowhere.

    The vault keeps the public half of what the code stands for: of the dispatch for the step that reads it, of the link
    itself for the others.
    """

    to_person: ClassVar[str] = "made_by"
    goes_with_consent: ClassVar[bool] = False  # its codes say what a partner did

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=16, choices=LinkStep)
    made_at = models.DateTimeField(default=timezone.now)
    # Null: it followed from another one, which the partner used.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField()  # the last day
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=16, choices=LinkAnswer, blank=True)
    words = SealedField(kind=Kind.REPLY, from_outside=True)

    class Meta:
        verbose_name_plural = _("links to partners, and what they answered")
        indexes = (models.Index(fields=["dispatch", "made_at"], name="partner_links_of_dispatch"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="") | Q(used_at__isnull=False), name="partner_links_answer_uses_it"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="partner_links_used_or_ended"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def lives(self) -> bool:
        """Tell whether it opens something still."""
        is_unused = self.used_at is None and self.ended_at is None
        return is_unused and self.expires_on >= timezone.localdate() and self.dispatch.state in OUT

    def opens(self, person: User, kind: Kind) -> bool:
        """Let those read what was answered who work on the dispatch."""
        return kind == Kind.REPLY and self.dispatch.is_reached_by(person)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[PartnerLink]":
        """Return those with words whose matter has had its time, or which hang on none and are as old."""
        found = cls.objects.everywhere(because="retention").exclude(words=b"")
        old = months_before(months_before(now, settings.KEEP_TEXT_MONTHS), IDLE_MONTHS)
        return found.filter(Q(enquiry=None, made_at__lt=old) | Q(enquiry__isnull=False) & Q(text_time_over(now)))

    @classmethod
    def kept_for(cls) -> StrOrPromise:
        """Say how long: as the text of its enquiry."""
        return text_kept()
