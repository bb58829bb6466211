"""What a person was told or sent in a call, and which warning signs of an agency they named: codes, no word of theirs.

Which answer somebody was given says what they asked, so all of it goes with the consent, as answers do.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.answers.choices import AnswerWay, WarningSign
from bereg.enquiries.models import Part
from bereg.reference.models import ReferenceEntry
from bereg.vault.classes import Kind


class CallPart(Part):
    """What is noted of a call by code. It has no text: it goes with the consent, and grows coarse with its enquiry."""

    to_person: ClassVar[str] = "by"
    goes_with_consent: ClassVar[bool] = True
    has_own_rules: ClassVar[bool] = True  # none: the time of the enquiry's answers is its own

    at = models.DateTimeField(default=timezone.now)  # to the minute
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let nobody open what is not there: it has no text."""
        del person, kind
        return False


class Told(CallPart):
    """One reference entry that somebody was told of or sent, in the version that was in force then."""

    entry = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # of the version
    kind = models.CharField(max_length=16)  # of the entry, as its room names it
    way = models.CharField(max_length=8, choices=AnswerWay)

    class Meta:
        verbose_name_plural = _("what was told and sent")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="answers_told_uncounted"),)


class TickedSign(CallPart):
    """One warning sign of an agency that a person named."""

    sign = models.CharField(max_length=16, choices=WarningSign)

    class Meta:
        verbose_name_plural = _("warning signs of agencies")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="answers_signs_uncounted"),)
        constraints = (models.UniqueConstraint(fields=["enquiry", "sign"], name="answers_sign_ticked_once"),)
