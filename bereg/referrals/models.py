"""What came of referrals and rescue requests, and who referred somebody to us: codes, no word of a person."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry, Part
from bereg.reference.models import ReferenceEntry
from bereg.referrals.choices import WITH_ARTICLE, WITH_PEOPLE, OutcomeKind
from bereg.vault.classes import Kind

MOST_PEOPLE = 9_999
ARTICLE = r"^[0-9]{1,4}(\.[0-9]{1,3})?(-[0-9]{1,3})?$"  # of a criminal code, such as 127.1


class CodedPart(Part):
    """A part without text: it grows coarse with its enquiry."""

    has_own_rules: ClassVar[bool] = True  # none: the time of the enquiry's answers is its own

    # A digest of an imported row's own number, so that a second import adds nothing.
    import_key = models.CharField(max_length=64, null=True)

    class Meta:
        abstract = True

    def opens(self, person: User, kind: Kind) -> bool:
        """Let nobody open what is not there: it has no text."""
        del person, kind
        return False


class ReferralOutcome(CodedPart):
    """One thing that came of a referral or a rescue request, on its own day."""

    goes_with_consent: ClassVar[bool] = True
    to_person: ClassVar[str] = "entered_by"

    # Null: of a letter out of an old register, which hangs on none either.
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=16, choices=OutcomeKind)
    happened_on = models.DateField()
    how_many = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    article = models.CharField(max_length=16, blank=True, validators=[RegexValidator(ARTICLE)])
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The enquiry with which its matter began, which may be another centre's (`transfers/matters.py`).
    matter = models.UUIDField(null=True, blank=True, db_index=True)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("what came of referrals")
        indexes = (
            models.Index(fields=["centre", "happened_on"], condition=Q(counted_in=None), name="referrals_uncounted"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="referrals_row_once"
            ),
            models.CheckConstraint(
                condition=Q(how_many=None) | Q(kind__in=sorted(WITH_PEOPLE)), name="referrals_people_where_counted"
            ),
            models.CheckConstraint(
                condition=Q(article="") | Q(kind__in=sorted(WITH_ARTICLE)), name="referrals_article_of_a_case"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ReferralIn(CodedPart):
    """A partner referred somebody to us: from whom, when, and whether they named the person. One for an enquiry.

    It is what a partner did and says nothing of the person, so it stands without consent, as the contact does.
    """

    to_person: ClassVar[str] = "entered_by"
    goes_with_consent: ClassVar[bool] = False

    partner = models.ForeignKey(ReferenceEntry, on_delete=models.PROTECT, related_name="+")
    came_on = models.DateField()
    is_named = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = _("who referred the person to us")
        constraints = (
            models.UniqueConstraint(fields=["enquiry"], name="referrals_one_in"),
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="referrals_in_row_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
