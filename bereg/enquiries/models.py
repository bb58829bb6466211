"""The matter: what somebody wants to know or have done."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.contacts.models import Contact
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.questionnaire.models import Version
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Enquiry(models.Model):
    """One matter of one person. Without consent it holds topics and nothing else about the person."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "assignee"

    # Chosen when the empty form is shown, so that a form sent twice is one enquiry.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)  # MSK-2008-00042
    # What begins with a centre or an assignee is an index below; of the two others nobody ever asks.
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, db_index=False)
    questionnaire = models.ForeignKey(Version, on_delete=models.PROTECT, db_index=False)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
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
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # A keyed digest of the form as it was sent first, for as long as a browser may send it again: see 0074.
    form_digest = models.BinaryField(max_length=32, default=b"", blank=True)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    objects = Scoped()

    class Meta:
        # Each serves a page that has to be as quick with a million: docs/decisions/0077-as-quick-with-a-million.md.
        indexes = (
            models.Index(fields=["centre", "-opened_at", "id"], name="enquiries_latest"),
            models.Index(fields=["assignee", "centre", "-opened_at", "id"], name="enquiries_latest_of_assignee"),
            models.Index(
                fields=["centre", "-opened_at", "id", "urgency", "assignee", "changed_at"],
                condition=Q(closed_at=None),
                name="enquiries_open",
            ),
            models.Index(
                fields=["assignee", "centre", "-opened_at", "id"],
                condition=Q(closed_at=None),
                name="enquiries_open_of_assignee",
            ),
            models.Index(
                fields=["centre", "opened_at", "changed_at", "version"],
                condition=Q(counted_in=None),
                name="enquiries_uncounted",
            ),
            models.Index(
                fields=["centre", "closed_at", "changed_at"],
                condition=~Q(narrative=b"", typed_answers=b""),
                name="enquiries_with_text",
            ),
            models.Index(fields=["centre", "opened_at"], condition=~Q(call_back=b""), name="enquiries_to_call_back"),
            models.Index(
                fields=["centre", "opened_at", "closed_at", "changed_at", "id"],
                condition=Q(call_back=b"", narrative=b"", typed_answers=b"") & ~Q(code_word_index=b""),
                name="enquiries_to_coarsen",
            ),
            models.Index(
                fields=["centre", "call_back_index"], condition=~Q(call_back_index=b""), name="enquiries_call_back"
            ),
            models.Index(fields=["entered_at"], condition=~Q(form_digest=b""), name="enquiries_form_digest"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["code_word_index"], condition=~Q(code_word_index=b""), name="enquiries_one_code_word"
            ),
            models.CheckConstraint(
                condition=Q(consent=Consent.YES)
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

    @property
    def is_coarse(self) -> bool:
        """Tell whether the month, the codes and the topics are all that is left."""
        return not self.code_word_index


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


class Draft(models.Model):
    """A form that is not saved yet. Until consent is yes it holds contact, language and topics alone."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "operator"

    id = models.UUIDField(primary_key=True)  # the enquiry's own id to be
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True)  # being corrected
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    fields = SealedField(kind=Kind.DRAFT, tag="fields_tag")  # JSON of the form's own fields as typed
    fields_tag = models.BinaryField(max_length=32, default=b"", blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = Scoped()

    def __str__(self) -> str:
        return f"{self.id}"


class TextSearch(models.Model):
    """A search in texts that somebody began: how far it is, and which records it found; never a text of theirs."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "person"

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
