"""Searches for missing people, people who agreed to be found, and the two brought together."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.retention_periods import text_kept, text_time_over
from bereg.retention.rules import months_before
from bereg.searches.choices import TELLS, AgreedBy, Band, MatchState, Risk, SearchEnding, SearchStep, Verified, WhoLooks
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField

KEPT_MONTHS, REVIEW_MONTHS = 12, 6


class SearchRequest(Part):
    """A relative's request. Everything about the person who is missing is sealed, and read by whoever leads the search.

    Each request stands for itself: of two relatives who look for one person neither learns of the other.
    """

    to_person: ClassVar[str] = "lawyer"
    goes_with_consent: ClassVar[bool] = True

    relation = models.CharField(max_length=16, choices=WhoLooks)
    verified = models.CharField(max_length=16, choices=Verified, default=Verified.NOT_YET)
    risk = models.CharField(max_length=16, choices=Risk, default=Risk.NOT_ASKED)
    of_child = models.BooleanField(default=False)  # by the year of birth that was told
    details = SealedField(kind=Kind.MISSING)  # JSON: details.py
    lawyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=16, choices=SearchEnding, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("searches for missing people")
        indexes = (models.Index(fields=["centre", "reviewed_at"], condition=Q(closed_at=None), name="searches_open"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None, ending="") | Q(closed_at__isnull=False, ending__in=SearchEnding.values),
                name="searches_ended_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(of_child=True, ending=SearchEnding.TOLD), name="searches_of_a_child_tell_no_relative"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("searches:search", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def review_due_at(self) -> dt.datetime:
        return months_before(self.reviewed_at, -REVIEW_MONTHS)

    def is_led_by(self, person: User) -> bool:
        """Tell whether somebody leads it: the lawyer to whom it was given, supervisors of its centre."""
        scope = person.scope(Permission.SEARCH_LEAD)
        if scope is None or self.centre_id not in {each.pk for each in own_centres(person)}:
            return False
        return scope == Scope.CENTRE or self.lawyer_id == person.pk

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever leads it read whom it is about; who wrote it down does not read it again."""
        return kind == Kind.MISSING and self.is_led_by(person)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[SearchRequest]":
        """Return those that were closed a year ago."""
        found = cls.objects.everywhere(because="retention").exclude(details=b"")
        return found.filter(closed_at__lt=months_before(now, KEPT_MONTHS))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long it is kept."""
        return ngettext(
            "%d month after the end of the search", "%d months after the end of the search", KEPT_MONTHS
        ) % (KEPT_MONTHS,)


class Findable(Part):
    """Somebody who agreed, by a consent of its own, that we look whether they are searched for.

    sought_for: the search at hand for which it is compared. Without one nobody of another centre opens it.
    """

    to_person: ClassVar[str] = "agreed_with"
    goes_with_consent: ClassVar[bool] = True
    stays: ClassVar[bool] = False
    sought_for: SearchRequest | None = None

    details = SealedField(kind=Kind.MISSING)
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_with = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # taken back, while a hold keeps what was noted

    class Meta:
        verbose_name_plural = _("people who agreed to be found")
        constraints = (models.UniqueConstraint(fields=["enquiry"], name="searches_findable_once"),)

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let the program compare it for an open search that somebody leads; else whoever works on the enquiry."""
        if kind != Kind.MISSING:
            return False
        if self.sought_for is not None:
            return self.sought_for.is_open and self.sought_for.is_led_by(person)
        return _is_worked_on_by(person, self)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Findable]":
        """Return those that had their time together with the enquiry's own text, or which a hold alone kept."""
        found = cls.objects.everywhere(because="retention")
        return found.filter(Q(withdrawn_at__isnull=False) | Q(text_time_over(now)))

    @classmethod
    def agreeing(cls) -> "CentreBound[Findable]":
        """Return those who agree still, of every centre. A hold may keep what was noted of who took it back."""
        every = cls.objects.everywhere(because="search")
        return every.filter(enquiry__consent=Consent.YES, withdrawn_at=None)

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the enquiry's own text."""
        return text_kept()


class Match(Part):
    """An enquiry that may be of the person who is looked for; it hangs on that one, at the centre of the person found.

    Both centres see the row, which has codes alone. The relative is told something only once it is `agreed`, and a
    child's is never: the database holds both.
    """

    to_person: ClassVar[str] = "asked_by"
    walled_by_too: ClassVar[str] = "search_centre"
    goes_with_consent: ClassVar[bool] = True

    search = models.ForeignKey(SearchRequest, on_delete=models.SET_NULL, null=True, related_name="+")
    search_centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    findable = models.ForeignKey(Findable, on_delete=models.SET_NULL, null=True, related_name="+")
    relation = models.CharField(max_length=16, choices=WhoLooks)
    band = models.CharField(max_length=16, choices=Band)
    of_child = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=MatchState, default=MatchState.PROPOSED)
    asks = SealedField(kind=Kind.MISSING)  # who looks for the person, as they are to be told
    # What may be told to the relative, in the words of the person found; of a child, which is told to nobody, why no
    # letter goes to the child-protection body.
    says = SealedField(kind=Kind.MISSING)
    proposed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.CharField(max_length=16, choices=AgreedBy, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("searches that may mean the person, and what they answered")
        indexes = (models.Index(fields=["centre", "state"], name="searches_matches_of_centre"),)
        constraints = (
            models.UniqueConstraint(fields=["search", "findable"], name="searches_proposed_once"),
            models.CheckConstraint(
                condition=~Q(state__in=TELLS)
                | Q(agreed_at__isnull=False, asked_at__isnull=False, agreed_by__in=AgreedBy.values),
                name="searches_person_asked_first",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(state=MatchState.TOLD, agreed_at__isnull=False),
                name="searches_told_only_what_was_agreed",
            ),
            models.CheckConstraint(condition=~Q(of_child=True, state__in=TELLS), name="searches_child_never_told"),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return its page at the centre of the person found."""
        return reverse("searches:match", args=[self.pk])

    @property
    def stands_for_search(self) -> str:
        """Say how it stands to who leads the search. Whoever cannot answer looks as if they were not asked yet."""
        return str(MatchState.ASKED.label if self.state == MatchState.UNABLE else self.get_state_display())

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever works on the enquiry read both texts; who leads the search once something may be told."""
        if kind != Kind.MISSING:
            return False
        if self.state in TELLS and self.search is not None and self.search.is_led_by(person):
            return True
        return _is_worked_on_by(person, self)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Match]":
        """Return those whose search is gone, or was closed a year ago."""
        found = cls.objects.everywhere(because="retention").exclude(asks=b"", says=b"")
        return found.filter(Q(search=None) | Q(search__closed_at__lt=months_before(now, KEPT_MONTHS)))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: as the search that it belongs to."""
        return SearchRequest.kept_for()


class SearchEvent(Part):
    """One step of a search, by its codes as they were then: what the figures count.

    It hangs on the enquiry of the side that took the step, and goes with what it tells of: with the search, with the
    match, with the dispatch. One that was imported hangs on none.
    """

    to_person: ClassVar[str] = "search__lawyer"
    goes_with_consent: ClassVar[bool] = False  # what it tells of goes, and takes it along
    has_own_rules: ClassVar[bool] = True  # none: it has no text, and grows coarse with its enquiry

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    search = models.ForeignKey(SearchRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=16, choices=SearchStep)
    code = models.CharField(max_length=16, blank=True)  # who looks, what came of asking, or how it ended
    at = models.DateTimeField(default=timezone.now)
    # The enquiry with which its matter began, which may be another centre's (`transfers/matters.py`); null: of none.
    matter = models.UUIDField(null=True, blank=True, db_index=True)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it
    # A digest of an imported row's own number, on the first step of the row, so that a second import adds nothing.
    import_key = models.CharField(max_length=64, null=True)

    class Meta:
        verbose_name_plural = _("steps of searches")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="searches_uncounted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name="searches_row_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.code}"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let nobody open what is not there: it has no text."""
        del person, kind
        return False


def _is_worked_on_by(person: User, part: Part) -> bool:
    here = part.centre_id in {each.pk for each in own_centres(person)}
    return here and asked_about(person, part.enquiry)


def asked_about(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may write of an enquiry that somebody searches or is looked for, and answer for it."""
    return enquiry.is_reached_by(person, Permission.SEARCH_REGISTER)
