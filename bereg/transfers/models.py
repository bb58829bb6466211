"""An enquiry passes from one centre to another: what the other side sees, and the sealed copy for it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.outcomes import Urgency
from bereg.transfers.choices import DeclineReason, Ground, TransferState
from bereg.transfers.expiry import KEPT, PATIENCE
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Transfer(Part):
    """One offer. It hangs on the sender's enquiry; `centre` is the one that it goes to, under whose keys the copy is.

    Both centres see the row, which has codes alone. The copy is opened by who accepted, and by nobody before.
    """

    walled_by_too: ClassVar[str] = "from_centre"
    to_person: ClassVar[str] = "offered_by"
    held: ClassVar[bool] = False  # what it copies is held where it stands
    copies: ClassVar[bool] = True
    goes_with_consent: ClassVar[bool] = True
    has_own_rules: ClassVar[bool] = True  # retention_rules.py

    from_centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground)
    # What the other side sees before it answers: codes of the enquiry as it stood.
    region = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    topics = models.CharField(max_length=500, blank=True)  # as those of an enquiry
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.NORMAL)
    parcel = SealedField(kind=Kind.NARRATIVE)  # JSON of what was chosen: parcel.py
    state = models.CharField(max_length=16, choices=TransferState, default=TransferState.OFFERED)
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=16, choices=DeclineReason, blank=True)
    # In danger: when nobody had answered in time, and both centres were told.
    told_again_at = models.DateTimeField(null=True, blank=True)
    received = models.ForeignKey(Enquiry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("offers to other centres, and what they say of the person")
        indexes = (
            models.Index(fields=["centre", "answered_at"], condition=Q(counted_in=None), name="transfers_uncounted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(state=TransferState.OFFERED), name="transfers_one_offer_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ground=Ground.AGREED) | Q(urgency=Urgency.DANGER), name="transfers_asked_unless_in_danger"
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.DECLINED, because__in=DeclineReason.values)
                | ~Q(state=TransferState.DECLINED) & Q(because=""),
                name="transfers_declined_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("transfers:transfer", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether it can be answered still; `unanswered` says the same of many."""
        is_offered = self.state == TransferState.OFFERED and bool(self.parcel)
        return is_offered and self.offered_at > timezone.now() - KEPT

    @property
    def state_words(self) -> str:
        """Say how it stands. What the night has not ended yet has lapsed all the same."""
        is_over = self.state == TransferState.OFFERED and not self.is_open
        return str(TransferState.LAPSED.label if is_over else self.get_state_display())

    @property
    def in_danger(self) -> bool:
        return self.urgency == Urgency.DANGER

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who accepted open the copy, once they have; until then nobody reads it there."""
        return kind == Kind.NARRATIVE and self.state == TransferState.ACCEPTED and self.answered_by_id == person.pk

    @classmethod
    def unanswered(cls, now: dt.datetime) -> Q:
        """Match those that can be answered still."""
        return Q(state=TransferState.OFFERED, offered_at__gt=now - KEPT) & ~Q(parcel=b"")

    @classmethod
    def cut_short(cls, person: User, now: dt.datetime) -> Q:
        """Match those that were accepted and not opened, as the power went, with which somebody may go on by now."""
        theirs = Q(answered_by=person) | Q(answered_at__lt=now - PATIENCE)
        return Q(theirs, state=TransferState.ACCEPTED, received=None) & ~Q(parcel=b"")

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Transfer]":
        """Return those that nobody answered in time, or whose copy went as what it copies did; and copies left over.

        Such a copy stands where an offer ended, and the power failed before its key went.
        """
        waits = Q(state=TransferState.OFFERED) & (Q(offered_at__lte=now - KEPT) | Q(parcel=b""))
        taken = Q(state=TransferState.ACCEPTED, received__isnull=False)
        ended = taken | Q(state__in=[TransferState.DECLINED, TransferState.WITHDRAWN, TransferState.LAPSED])
        return cls.objects.everywhere(because="retention").filter(waits | (ended & ~Q(parcel=b"")))
