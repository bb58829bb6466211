"""What leaves the house: to whom, on what ground, exactly which words, who signed, and what came back."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.who_invited_whom import tied_to
from bereg.centres.queries import own_centres, people_at
from bereg.centres.scope import CentreBound, beyond
from bereg.dispatch.choices import (
    BEFORE,
    BY_TWO,
    GONE_OUT,
    Deletion,
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    DispatchStep,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.reach import is_left_to, leads
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.retention_periods import IDLE_MONTHS, text_kept, text_time_over
from bereg.reference.models import ReferenceEntry
from bereg.retention.rules import months_before
from bereg.vault.classes import Kind, Verdict
from bereg.vault.fields import SealedField

MOST_CARRIED = 300  # characters


class Dispatch(Part):
    """One thing that leaves. What is about many matters hangs on no enquiry.

    Its codes are seen by whoever sees the enquiry, its words by whoever works on it; of what is about a record of a
    room above, by whoever leads that one.
    """

    to_person: ClassVar[str] = "drafted_by"
    goes_with_consent: ClassVar[bool] = False  # its codes say what the house did

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    kind = models.CharField(max_length=16, choices=DispatchKind)
    subject = models.UUIDField(null=True, blank=True)  # the record of a room above that it is about (reach.py)
    recipient = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, related_name="+")
    recipient_sort = models.CharField(max_length=16, blank=True)  # what kind of body it was then: the directory changes
    ground = models.CharField(max_length=16, choices=DispatchGround)
    agreed_until = models.DateField(null=True, blank=True)  # the last day of the consent to this, null: no end
    reason = SealedField(kind=Kind.REASON)  # of a ground that stands instead of a consent
    despite = SealedField(kind=Kind.REASON)  # why in spite of "do not refer"
    carries = models.CharField(max_length=MOST_CARRIED, blank=True)  # codes of what of the matter is in it
    content = SealedField(kind=Kind.REFERRAL)  # exactly what leaves
    codes = SealedField(kind=Kind.REFERRAL)  # those that it carries, as they stood when it was saved (frozen.py)
    decisions = SealedField(kind=Kind.REFERRAL)  # on what tells who somebody is in the content: a key tells its words
    handed_out_at = models.DateTimeField(null=True, blank=True)  # when a sealed file of it was downloaded first
    not_before = models.DateField(null=True, blank=True)  # a delay that was chosen, such as until the wages are paid
    state = models.CharField(max_length=16, choices=DispatchState, default=DispatchState.DRAFTED)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=16, choices=SendingWay, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reply_due = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reply = SealedField(kind=Kind.REPLY)
    answer = models.CharField(max_length=16, choices=RecipientAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=DispatchResult, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    deletion = models.CharField(max_length=16, choices=Deletion, blank=True)
    # One person sent it, as a life was in danger: others look at it afterwards.
    review_by = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    # A digest of an imported row's own number, so that a second import adds nothing.
    import_key = models.CharField(max_length=64, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("what left the house, and the answers to it")
        indexes = (
            models.Index(fields=["centre", "state", "reply_due"], name="dispatch_of_state"),
            models.Index(fields=["recipient", "sent_at"], name="dispatch_to_recipient"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="dispatch_row_once"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="dispatch_no_ground_no_dispatch"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(GONE_OUT)) | Q(sent_at__isnull=False) & ~Q(way=""),
                name="dispatch_sent_somehow",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DispatchState.DRAFTED, DispatchState.STOPPED])
                | Q(signed_at__isnull=False)
                | Q(review_by__isnull=False),
                name="dispatch_signed_or_alone",
            ),
            models.CheckConstraint(
                condition=Q(review_by=None) | Q(ground=DispatchGround.DANGER), name="dispatch_alone_in_danger_only"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("dispatch:dispatch", args=[self.pk])

    @property
    def reference(self) -> str:
        """By what the recipient names it in an answer: it says nothing of an enquiry, nor how many there are."""
        return f"{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @property
    def signer_has_left(self) -> bool:
        """Tell whether it is to leave in the name of somebody whose account is closed."""
        return self.state == DispatchState.SIGNED and self.signed_by is not None and not self.signed_by.is_active

    @property
    def is_before(self) -> bool:
        """Tell whether it has not left yet."""
        return self.state in BEFORE

    @property
    def has_left(self) -> bool:
        """Tell whether somebody outside has it, whatever became of it since."""
        return self.sent_at is not None

    @property
    def was_alone(self) -> bool:
        """Tell whether one person sent it."""
        return self.review_by is not None

    @property
    def needs_two(self) -> bool:
        """Tell whether nobody may let it leave alone, also where nobody else could agree."""
        return not BY_TWO.isdisjoint({self.ground, self.kind})

    def opens(self, person: User, kind: Kind) -> bool:
        """Let those read its words who may write such: on its enquiry, else at its centre."""
        return kind in {Kind.REFERRAL, Kind.REPLY, Kind.REASON} and self.is_reached_by(person)

    def is_reached_by(self, person: User) -> bool:
        """Tell whether somebody works on it."""
        if self.subject is not None:
            is_theirs = leads(person, self.kind, self.subject) or is_left_to(
                person, self.kind, self.subject, self.centre
            )
            return person.may(Permission.DISPATCH_DRAFT) and is_theirs
        if self.enquiry is not None:
            return self.enquiry.is_reached_by(person, Permission.DISPATCH_DRAFT)
        if not person.may(Permission.DISPATCH_DRAFT) or self.centre_id not in {each.pk for each in own_centres(person)}:
            return False
        return self.drafted_by_id == person.pk or person.may(Permission.DISPATCH_SIGN)

    def may_be_reviewed_by(self, person: User) -> bool:
        """Tell whether somebody looks at what a colleague sent alone: a supervisor of its centre."""
        return person in supervisors_of(self)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Dispatch]":
        """Return those with words whose matter has had its time, or which hang on none and ended, or were forgotten."""
        found = cls.objects.everywhere(because="retention")
        found = found.exclude(content=b"", codes=b"", decisions=b"", reply=b"", reason=b"", despite=b"")
        ended = months_before(now, settings.KEEP_TEXT_MONTHS)
        forgotten = Q(drafted_at__lt=months_before(ended, IDLE_MONTHS))
        alone = Q(enquiry=None) & (Q(ended_at__lt=ended) | forgotten)
        return found.filter(alone | Q(enquiry__isnull=False) & Q(text_time_over(now)))

    @classmethod
    def kept_for(cls) -> StrOrPromise:
        """Say how long: as the text of its enquiry."""
        return text_kept()


@beyond("transfer")
def supervisors_of(dispatch: Dispatch) -> list[User]:
    """Return who is told of what a colleague sent alone, and reviews it.

    Whom that one let in lately, or who let them in, only where there is nobody else: one may be both.
    """
    if dispatch.sent_by_id is None:
        return []
    people = people_at(dispatch.centre_id, Permission.DISPATCH_AGREE)
    others, tied = [each for each in people if each.pk != dispatch.sent_by_id], tied_to(dispatch.sent_by_id)
    return [each for each in others if each.pk not in tied] or others


class DispatchEvent(Part):
    """One step of something that leaves, by its codes as they were then: what the figures count."""

    to_person: ClassVar[str] = "dispatch__drafted_by"
    goes_with_consent: ClassVar[bool] = False  # its codes say what the house did
    has_own_rules: ClassVar[bool] = True  # none: it has no text, and grows coarse with its enquiry

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(max_length=16, choices=DispatchStep)
    code = models.CharField(max_length=16, blank=True)  # the answer, or the result
    days = models.PositiveIntegerField(null=True, blank=True)  # from sending to the first answer
    at = models.DateTimeField(default=timezone.now)
    # The enquiry with which its matter began, which may be another centre's (`transfers/matters.py`); null: of none.
    matter = models.UUIDField(null=True, blank=True, db_index=True)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("steps of what left the house")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="dispatch_uncounted"),)

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.step}"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let nobody open what is not there: it has no text."""
        del person, kind
        return False
