"""The matter: what somebody wants to know or have done."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre, Line
from bereg.centres.queries import centres_of, own_centres
from bereg.centres.scope import CentreBound, Scoped
from bereg.contacts.channels import Channel
from bereg.contacts.coarsening import month_of
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact
from bereg.core.concerns import said
from bereg.enquiries.indexes import ENQUIRY_INDEXES
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.questionnaire.models import Version
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField
from bereg.vault.kept import Kept

RECENT = dt.timedelta(days=30)  # after the last contact
# What opens a class of text of an enquiry, to whom it reaches.
OPENED_BY = {
    Kind.NARRATIVE: Permission.NARRATIVE_READ,
    Kind.CODE_WORD: Permission.NARRATIVE_READ,
    Kind.CONTACT: Permission.CALL_BACK_READ,
}


def page_of(enquiry: object) -> str:
    """Return where the file of an enquiry is, by its id: a room above shows it."""
    return reverse(settings.PAGE_OF["enquiries.enquiry"], args=[enquiry])


class Enquiry(Kept):
    """One matter of one person. Without consent it holds topics and nothing else about the person."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "assignee"
    searched: ClassVar[tuple[str, ...]] = ("narrative",)
    has_own_rules: ClassVar[bool] = True  # each of its texts has a time of its own: retention_rules.py
    # What it was looked for and has none of, and by which relation: `through` makes no statement for it.
    known_without: frozenset[tuple[type[models.Model], str]] = frozenset()

    # Chosen when the empty form is shown, so that a form sent twice is one enquiry.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)  # MSK-2008-00042
    # What begins with a centre or an assignee is an index in indexes.py; of the two others nobody ever asks.
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, db_index=False)
    questionnaire = models.ForeignKey(Version, on_delete=models.PROTECT, db_index=False)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    # When it was taken back while a hold kept what stands; null again once the hold has ended and that is erased.
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)  # codes of closed lists; the topics stand apart
    topics = models.CharField(max_length=500, blank=True)  # codes, each between spaces: " a b ", for look-up
    # Whatever somebody typed is sealed: see texts.py.
    narrative = SealedField(kind=Kind.NARRATIVE)
    typed_answers = SealedField(kind=Kind.NARRATIVE)  # JSON of the answers that are no codes
    call_back = SealedField(kind=Kind.CONTACT, index="call_back_index")  # where to reach the person, if asked for
    call_back_index = models.BinaryField(max_length=32, default=b"", blank=True)
    code_word = SealedField(kind=Kind.CODE_WORD)  # for a caller who may come back
    code_word_index = models.BinaryField(max_length=32, default=b"", blank=True)  # empty: coarsened, it has no word
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.NORMAL)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    opened_at = models.DateTimeField()  # of the first contact
    last_contact_at = models.DateTimeField()  # kept by whatever adds a contact or moves one in time
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # A keyed digest of the form as it was sent first, for as long as a browser may send it again: see 0074.
    form_digest = models.BinaryField(max_length=32, default=b"", blank=True)
    mistake = models.CharField(max_length=16, choices=Mistake, blank=True)  # why no figure counts it
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it
    # Another centre passed it on and keeps the count; the caller's code word is the same at both.
    is_received = models.BooleanField(default=False)

    objects = Scoped()

    class Meta:
        indexes = ENQUIRY_INDEXES
        constraints = (
            models.UniqueConstraint(
                fields=["code_word_index"],
                condition=~Q(code_word_index=b"") & Q(is_received=False),
                name="enquiries_one_code_word",
            ),
            models.CheckConstraint(
                condition=Q(consent=Consent.YES)
                | Q(consent=Consent.WITHDRAWN, consent_withdrawn_at__isnull=False)
                | Q(
                    answers={},
                    narrative=b"",
                    typed_answers=b"",
                    call_back=b"",
                    call_back_index=b"",
                    outcome="",
                    urgency=Urgency.NORMAL,
                ),
                name="enquiries_nothing_without_consent",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return where its file is."""
        return page_of(self.pk)

    @property
    def is_coarse(self) -> bool:
        """Tell whether the month, the codes and the topics are all that is left."""
        return not self.code_word_index

    def as_kept(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment, or where its month begins once no more than that is left of the enquiry."""
        return month_of(moment, self.centre.time_zone) if self.is_coarse else moment

    @property
    def keeps_content(self) -> bool:
        """Tell whether answers and texts stand: the person agrees, or a hold keeps what they have taken back."""
        return self.consent == Consent.YES or self.consent_withdrawn_at is not None

    def opens(self, person: User, kind: Kind) -> bool:
        """Tell the vault whether somebody may open a text: by their own right, or lent by a room above for a time.

        Such a room says so in its module `lending`, as `lends`; no code word is lent.
        """
        permission = OPENED_BY.get(kind)
        if permission is None or not person.may(permission):
            return False
        return self.is_reached_by(person, permission) or self._is_lent_to(person, kind)

    def _is_lent_to(self, person: User, kind: Kind) -> bool:
        return kind != Kind.CODE_WORD and any(lends(self, person, kind) for lends in said("lending", "lends"))

    def is_reached_by(self, person: User, permission: Permission) -> bool:
        """Tell whether somebody's right reaches this enquiry. `queries.reached_by` says the same of many."""
        scope = person.scope(permission)
        if scope is None or self.centre_id not in {centre.pk for centre in own_centres(person)}:
            return False
        if scope == Scope.CENTRE or self.assignee_id == person.pk:
            return True
        return scope == Scope.RECENT and self.is_recent()

    def is_recent(self) -> bool:
        """Tell whether a contact that opens the text to colleagues, the first one among them, was not long ago.

        It began since and was noted since: a moment that somebody types opens nothing by itself.
        """
        since = timezone.now() - RECENT
        links = EnquiryContact.objects.through(enquiry=self).filter(makes_recent=True)
        began = links.filter(contact__started_at__gte=since, contact__entered_at__gte=since)
        return min(self.opened_at, self.entered_at) >= since or began.exists()


class Part(Kept):
    """A record that hangs on an enquiry. What crosses rooms loops over all of them: see parts.py.

    When the enquiry becomes coarse, its moments are cut to the month, and whom it names is taken out.
    """

    hangs_on: ClassVar[str] = "enquiry"
    to_centre: ClassVar[str] = "centre"
    copies: ClassVar[bool] = False  # whether it copies the enquiry's own text, and so goes where that goes
    # Whether its codes say what the person said, so that its row goes with the consent as the answers do. Each says so:
    # a default would be forgotten, and what a person has taken back would stay in clear.
    goes_with_consent: ClassVar[bool]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")

    objects = Scoped()

    class Meta:
        abstract = True

    @classmethod
    def moments(cls) -> list[str]:
        """Return the names of its moments and days."""
        return [field.name for field in cls._meta.concrete_fields if isinstance(field, models.DateField)]

    @classmethod
    def people(cls) -> list[str]:
        """Return the names of the relations to one of the staff."""
        return [field.name for field in cls._meta.concrete_fields if field.related_model is User]

    @classmethod
    def _unsaid(cls) -> Iterator[str]:
        yield from super()._unsaid()
        if not hasattr(cls, "goes_with_consent"):
            yield "set `goes_with_consent`, which says whether its codes go when the person takes the consent back"
        for name in cls.people() if cls.stays else ():
            if not cls._meta.get_field(name).null:
                yield f"let `{name}` be null, as coarsening takes out whom a record names"


class EnquiryContact(models.Model):
    """A contact that belongs to an enquiry; a contact belongs to at most one."""

    to_centre: ClassVar[str] = "enquiry__centre"
    to_person: ClassVar[str] = "enquiry__assignee"

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="of_enquiry")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="contact_links")
    # False: who joined it could not read the text and was not told the code word, so it makes the enquiry not recent.
    makes_recent = models.BooleanField(default=True)

    objects = Scoped()

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.contact_id}"


class NumberSeries(models.Model):
    """The last number given by one centre in one year."""

    walled_by: ClassVar[str] = "centre"

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "year"], name="enquiries_one_series_a_year"),)

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}: {self.last}"


class Draft(Part):
    """A form that is not saved yet. Until consent is yes it holds contact, language and topics alone."""

    to_person: ClassVar[str] = "operator"
    goes_with_consent: ClassVar[bool] = True
    held: ClassVar[bool] = False
    stays: ClassVar[bool] = False
    copies: ClassVar[bool] = True
    has_own_rules: ClassVar[bool] = True  # what is thrown away is written down as such: retention_rules.py

    id = models.UUIDField(primary_key=True)  # the enquiry's own id to be
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    # The one being corrected; none where the form is to be a new one.
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True)  # type: ignore[assignment]
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    fields = SealedField(kind=Kind.DRAFT, tag="fields_tag")  # JSON of the form's own fields as typed
    fields_tag = models.BinaryField(max_length=32, default=b"", blank=True)
    # What tells one from another in a list, in closed codes alone: none is opened for it.
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    topic = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("unfinished corrections")  # those of an enquiry: a new form hangs on none

    def __str__(self) -> str:
        return f"{self.id}"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who began it go on with it, at their centre, while the enquiry is theirs to correct."""
        is_theirs = self.operator_id == person.pk and centres_of(person).filter(pk=self.centre_id).exists()
        if kind != Kind.DRAFT or not is_theirs:
            return False
        return self.enquiry is None or self.enquiry.is_reached_by(person, Permission.ENQUIRY_CORRECT)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Draft]":
        """Return those that nobody has touched for the time of an unfinished form."""
        kept = dt.timedelta(days=settings.KEEP_DRAFT_DAYS)
        return cls.objects.everywhere(because="retention").filter(saved_at__lt=now - kept)


class Entry(Part):
    """What was said and answered after the enquiry was registered, as a rule at one contact: dated, signed, sealed.

    Whoever may read the enquiry's own text reads it, and it has its time together with that.
    """

    to_person: ClassVar[str] = "author"
    goes_with_consent: ClassVar[bool] = False  # the text goes; who wrote when is what the house did
    searched: ClassVar[tuple[str, ...]] = ("text",)
    has_own_rules: ClassVar[bool] = True  # the enquiry says when its time is over: retention_rules.py

    # None: nobody reached us or was reached, as where the draft of an intern is taken in.
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    text = SealedField(kind=Kind.NARRATIVE)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("entries: what was said at further contacts")

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever may read the enquiry's own text open it."""
        return self.enquiry.opens(person, kind)


class TextSearch(Kept):
    """A search in texts that somebody began: how far it is, and which records it found; never a text of theirs."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "person"
    has_own_rules: ClassVar[bool] = True  # it goes within minutes: text_search.py

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)  # under whose keys the needle is sealed
    needle = SealedField(kind=Kind.DRAFT, tag="needle_tag")  # what is looked for; erased when the search is over
    needle_tag = models.BinaryField(max_length=32, default=b"", blank=True)
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    unopened = models.PositiveIntegerField(default=0)  # of those looked at
    found = models.JSONField(default=list)  # ids of enquiries
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    is_cancelled = models.BooleanField(default=False)
    has_failed = models.BooleanField(default=False)

    objects = Scoped()

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who began it alone open what is looked for."""
        return kind == Kind.DRAFT and self.person_id == person.pk


class SavedFilter(models.Model):
    """What somebody narrows the list to, under a short name: closed codes, days, states and an assignee.

    No words that are looked for, no contact, no code word: those are never in a filter.
    """

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)  # of the person; of whom it is shared with
    name = models.CharField(max_length=40)
    wanted = models.JSONField(default=dict)  # names of the filter's fields, each with its code or day
    is_shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = Scoped()

    class Meta:
        # Of a centre: those at one that the person has left are shown to them nowhere, and stand in no way.
        constraints = (
            models.UniqueConstraint(fields=["person", "centre", "name"], name="enquiries_one_filter_of_a_name"),
        )

    def __str__(self) -> str:
        return self.name
