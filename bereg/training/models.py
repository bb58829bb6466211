"""Practice of interns: the masked copy of one enquiry's text, and what an intern writes about it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.enquiries.access import may_guide
from bereg.enquiries.models import Part
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Practice(Part):
    """One enquiry given to one intern, masked. It ends with its row: taken into the enquiry, taken back, or too old."""

    to_person: ClassVar[str] = "intern"
    goes_with_consent: ClassVar[bool] = True
    held: ClassVar[bool] = False  # a copy is no evidence
    stays: ClassVar[bool] = False
    copies: ClassVar[bool] = True

    intern = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    # All three under one key, as they end together. No constraint asks for any: a restore empties what was erased.
    masked = SealedField(kind=Kind.NARRATIVE)
    draft = SealedField(kind=Kind.NARRATIVE)  # what the intern wrote
    remark = SealedField(kind=Kind.NARRATIVE)  # why it came back
    sent_at = models.DateTimeField(null=True, blank=True)  # None: the intern is to go on
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("masked copies for interns, and their drafts")
        constraints = (models.UniqueConstraint(fields=["enquiry", "intern"], name="training_once_an_intern"),)

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let its intern open it while it lasts, and who looks after the enquiry."""
        is_theirs = self.may_be_judged_by(person) or type(self).own_of(person).filter(pk=self.pk).exists()
        return kind == Kind.NARRATIVE and is_theirs

    def may_be_judged_by(self, person: User) -> bool:
        """Tell whether somebody may accept the draft, send it back, or take it back; nobody may of their own."""
        return self.intern_id != person.pk and may_guide(person, self.enquiry)

    @classmethod
    def own_of(cls, person: User) -> "CentreBound[Practice]":
        """Return what was given to an intern and has not ended."""
        if not person.may(Permission.PRACTICE_DO):
            return cls.objects.none()
        return cls.objects.of_person(person).filter(cls.lives(), centre__in=centres_of(person))

    @classmethod
    def lives(cls) -> Q:
        """Match what has not ended."""
        return Q(given_at__gt=timezone.now() - _kept()) & ~Q(masked=b"")

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Practice]":
        """Return those whose time is over, of all centres.

        And what a restored backup brought back of one that had ended: its texts are erased again, its row stands.
        """
        over = Q(given_at__lte=now - _kept()) | Q(masked=b"")
        return cls.objects.everywhere(because="retention").filter(over)

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: for the time of an unfinished form."""
        return ngettext("%d day", "%d days", settings.KEEP_DRAFT_DAYS) % settings.KEEP_DRAFT_DAYS

    def ends_at(self) -> dt.datetime:
        """Return when it ends by itself."""
        return self.given_at + _kept()


def _kept() -> dt.timedelta:
    return dt.timedelta(days=settings.KEEP_DRAFT_DAYS)
