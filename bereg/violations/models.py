"""Violations: what was broken, in codes, and who is named, sealed; what authorities are told of it."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound, Scoped
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.retention_periods import text_kept, text_time_over
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField
from bereg.violations.choices import (
    EmployerGuess,
    ForwardedBy,
    NamedAs,
    PeopleThere,
    ToldFurther,
    ViolationKind,
    ViolationStep,
)

# Who is named, as it is sealed, and what of it is found by its index.
DETAILS = ("name", "tax_number", "address", "doing")
REASONS = ("guess_why", "people_why")  # of a check request
INDEXES = ("name_index", "tax_index", "address_index")


def _person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


def _index() -> "models.BinaryField[bytes, bytes]":
    return models.BinaryField(max_length=32, default=b"", blank=True)


class Violation(Part):
    """One breach of law. Its codes say what the person said, so that the row goes with the consent as answers do."""

    to_person: ClassVar[str] = "raised_by"
    goes_with_consent: ClassVar[bool] = True

    kind = models.CharField(max_length=16, choices=ViolationKind)
    region = models.CharField(max_length=16, blank=True)  # ISO 3166-2, as the questionnaire has it; nothing finer
    quarter = models.DateField()  # its first day
    told_further = models.CharField(max_length=16, choices=ToldFurther, default=ToldFurther.NOT_ASKED)
    # Lists of codes; one that is not there was not noted.
    act = models.JSONField(default=list, blank=True)
    means = models.JSONField(default=list, blank=True)
    purpose = models.JSONField(default=list, blank=True)
    signs = models.JSONField(default=list, blank=True)
    named_as = models.CharField(max_length=16, choices=NamedAs, blank=True)
    name = SealedField(kind=Kind.NARRATIVE, index="name_index")
    tax_number = SealedField(kind=Kind.NARRATIVE, index="tax_index")
    address = SealedField(kind=Kind.NARRATIVE, index="address_index")
    doing = SealedField(kind=Kind.NARRATIVE)  # what is done there
    # Under the one key of all centres, so that their enquiries find each other.
    name_index = _index()
    tax_index = _index()
    address_index = _index()
    linked = models.UUIDField(null=True, blank=True)  # drawn at random: the same for those that a lawyer linked by hand
    raised_by = _person()
    raised_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("violations, and who is named")
        indexes = (
            *(models.Index(fields=[name], condition=~Q(**{name: b""}), name=f"violations_{name}") for name in INDEXES),
            models.Index(fields=["linked"], condition=Q(linked__isnull=False), name="violations_linked"),
            models.Index(fields=["centre", "kind", "quarter", "region"], name="violations_of_a_notice"),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("violations:violation", args=[self.pk])

    @property
    def is_refused(self) -> bool:
        """Tell whether the person said no to telling an authority."""
        return self.told_further == ToldFurther.REFUSED

    @property
    def names_somebody(self) -> bool:
        """Tell whether somebody is named, and not erased."""
        return any(getattr(self, name) for name in DETAILS)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever may read the enquiry's own text read who is named."""
        return kind == Kind.NARRATIVE and self.enquiry.is_reached_by(person, Permission.NARRATIVE_READ)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Violation]":
        """Return those that name somebody still, where the enquiry's own text has had its time."""
        found = cls.objects.everywhere(because="retention").exclude(**dict.fromkeys(DETAILS, b""))
        return found.filter(text_time_over(now))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: who is named as the enquiry's own text, the codes as its answers."""
        return text_kept()


class TrendNotice(models.Model):
    """A notice about many matters: codes alone. Its words are those of the dispatch, as the program wrote them."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "written_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16, choices=ViolationKind)
    region = models.CharField(max_length=16)
    quarter = models.DateField()
    dispatch = models.OneToOneField(Dispatch, on_delete=models.CASCADE, related_name="trend_notice")
    content_digest = models.BinaryField(max_length=32)  # of the sealed words, so that nobody else's leave as ours
    written_by = _person()
    written_at = models.DateTimeField(default=timezone.now)

    objects = Scoped()

    def __str__(self) -> str:
        return str(self.id)


class NoticeMatter(Part):
    """That a matter is in a notice: a code, as its topics are, and it stays when the consent is taken back."""

    to_person: ClassVar[str] = "notice__written_by"
    goes_with_consent: ClassVar[bool] = False  # as the topics do not

    notice = models.ForeignKey(TrendNotice, on_delete=models.CASCADE, related_name="matters")
    kind = models.CharField(max_length=16, choices=ViolationKind)  # that of the notice
    matter = models.UUIDField()  # the enquiry with which the matter began: `transfers/matters.py`

    class Meta:
        verbose_name_plural = _("trend notices that it is one of many in")
        constraints = (models.UniqueConstraint(fields=["kind", "matter"], name="violations_one_notice_of_a_kind"),)

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Open nothing: it has no text."""
        return False

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[NoticeMatter]":
        """Return none: it has no text."""
        return cls.objects.none()

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the count of the enquiry."""
        return str(_("as long as the topics"))


class MatterRefusal(Part):
    """That the person of a matter said no to telling an authority: nothing else of it, and nothing of the person.

    It stays when the consent and the violation go, for as long as the matter could be counted in a notice.
    """

    to_person: ClassVar[str] = "enquiry__assignee"
    goes_with_consent: ClassVar[bool] = False  # it keeps the matter out of a notice still

    violation = models.UUIDField(unique=True)  # the id of the one of which it was said, which may be gone

    class Meta:
        verbose_name_plural = _("that the person said no to telling an authority")

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Open nothing: it has no text."""
        return False

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[MatterRefusal]":
        """Return none: it has no text."""
        return cls.objects.none()

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the count of the enquiry."""
        return str(_("as long as the topics"))


class CheckRequest(Part):
    """That an inspectorate looks at an address. What leaves is the dispatch, and nothing of the person is in it.

    It waits until the person agrees, or a lawyer has judged that a second enquiry comes from somebody else.
    """

    to_person: ClassVar[str] = "asked_by"
    goes_with_consent: ClassVar[bool] = True

    violation = models.OneToOneField(Violation, on_delete=models.CASCADE, related_name="check_request")
    guess = models.CharField(max_length=16, choices=EmployerGuess)  # could the employer guess who it was?
    guess_why = SealedField(kind=Kind.REASON)
    people_there = models.CharField(max_length=16, choices=PeopleThere)  # what happens to those found there?
    people_why = SealedField(kind=Kind.REASON)
    not_before = models.DateField(null=True, blank=True)  # a delay that was chosen, such as until the pay day
    second = models.ForeignKey(Violation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    judged_by = _person()  # the lawyer who judged that the second enquiry comes from somebody else
    judged_at = models.DateTimeField(null=True, blank=True)
    dispatch = models.OneToOneField(
        Dispatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_request"
    )
    # Of the sealed words, so that nothing of the person leaves in their place; empty while nothing is drafted.
    content_digest = models.BinaryField(max_length=32, default=b"", blank=True)
    asked_by = _person()
    asked_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("check requests, and why they may leave")
        constraints = (
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=models.F("violation")), name="violations_second_is_another"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("violations:check", args=[self.violation_id])

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever may read the enquiry's own text read the reasons."""
        return kind == Kind.REASON and self.enquiry.is_reached_by(person, Permission.NARRATIVE_READ)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[CheckRequest]":
        """Return those with reasons, where the enquiry's own text has had its time."""
        found = cls.objects.everywhere(because="retention").exclude(guess_why=b"", people_why=b"")
        return found.filter(text_time_over(now))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: the reasons as the enquiry's own text."""
        return text_kept()


class ViolationEvent(Part):
    """One step of a violation, by its codes as they were then: what the figures count.

    That it was raised says what the person said, and goes with the violation; that an authority was told of it is what
    the house did, and goes with the dispatch. A notice has one of each step for each of its matters. One that was
    imported hangs on neither.
    """

    to_person: ClassVar[str] = "violation__raised_by"
    goes_with_consent: ClassVar[bool] = False  # what it tells of goes, and takes it along
    has_own_rules: ClassVar[bool] = True  # none: it has no text, and grows coarse with its enquiry

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    violation = models.ForeignKey(Violation, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=16, choices=ViolationStep)
    kind = models.CharField(max_length=16, choices=ViolationKind)
    way = models.CharField(max_length=16, choices=ForwardedBy, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # The enquiry with which its matter began, which may be another centre's (`transfers/matters.py`); null: of none.
    matter = models.UUIDField(null=True, blank=True, db_index=True)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it
    # A digest of an imported row's own number, on the first step of the row, so that a second import adds nothing.
    import_key = models.CharField(max_length=64, null=True)

    class Meta:
        verbose_name_plural = _("steps of violations")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="violations_uncounted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="violations_row_once"
            ),
            models.CheckConstraint(
                condition=Q(step=ViolationStep.RAISED, way="") | ~Q(step=ViolationStep.RAISED) & ~Q(way=""),
                name="violations_forwarded_somehow",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.step}"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let nobody open what is not there: it has no text."""
        del person, kind
        return False
