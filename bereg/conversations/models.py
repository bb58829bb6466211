"""Conversations: letters, questions on the web and recordings, each a thread of messages.

Who writes was not asked for consent. So what is written is kept sealed for as long as it takes to answer it, and
nothing of it becomes an answer or a figure but the way, the language, the day and the topics. Threads go as a whole;
what the figures count are steps, which have codes alone and lead to nobody.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre, Line
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound, Scoped
from bereg.contacts.channels import Direction
from bereg.contacts.models import Contact
from bereg.conversations.choices import MessageDelivery, MessageMark, ThreadEnding, ThreadSource, ThreadStep
from bereg.core.keyed_ids import keyed_id
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField, SealedFileField
from bereg.vault.kept import Kept

KEPT_DAYS, KEPT_UNANSWERED_DAYS = 30, 90
KEPT_CALLED_BACK_DAYS = 7  # a recording, once somebody called back; else it goes 30 days after it came


def time_over(now: dt.datetime, thread: str = "") -> Q:
    """Return what finds threads whose time is over, or what hangs on them: `thread` is the way there."""
    answered = {f"{thread}waiting_since": None, f"{thread}last_at__lt": now - dt.timedelta(days=KEPT_DAYS)}
    waiting = {f"{thread}last_at__lt": now - dt.timedelta(days=KEPT_UNANSWERED_DAYS)}
    voice = {f"{thread}source": ThreadSource.VOICE}
    heard = {**voice, f"{thread}closed_at__lt": now - dt.timedelta(days=KEPT_CALLED_BACK_DAYS)}
    unheard = {**voice, f"{thread}begun_at__lt": now - dt.timedelta(days=KEPT_DAYS)}
    return Q(**answered) | Q(**waiting) | Q(**heard) | Q(**unheard)


class ThreadBound(Kept):
    """What goes with its thread: no row of it is left when its time is over."""

    to_centre: ClassVar[str] = "centre"
    stays: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)

    objects = Scoped()

    class Meta:
        abstract = True

    @classmethod
    def kept_for(cls) -> str:
        """Say how long it is kept."""
        words = ngettext(
            "%(days)d day after the last message, unanswered %(unanswered)d",
            "%(days)d days after the last message, unanswered %(unanswered)d",
            KEPT_DAYS,
        )
        return words % {"days": KEPT_DAYS, "unanswered": KEPT_UNANSWERED_DAYS}


class Attachment(ThreadBound):
    """A file that came with a message, or a recording. It is never opened here."""

    hangs_on: ClassVar[str] = "thread"
    to_person: ClassVar[str] = "thread__taken_by"

    thread = models.ForeignKey("Thread", on_delete=models.PROTECT, related_name="attachments")
    message = models.ForeignKey("Message", on_delete=models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    name = SealedField(kind=Kind.MAIL, from_outside=True)
    type = models.CharField(max_length=100)  # by its content, never by what the letter says
    bytes = models.PositiveIntegerField()
    file = SealedFileField(kind=Kind.MAIL, upload_to="letters/")

    class Meta:
        verbose_name_plural = _("files that came with letters, and recordings")

    @property
    def is_sound(self) -> bool:
        """Tell whether it can be heard, by what it was found to be."""
        return self.type.startswith("audio/")

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever answers the thread have it."""
        return kind == Kind.MAIL and self.thread.is_answered_by(person)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Attachment]":
        """Return those of threads whose time is over."""
        return cls.objects.everywhere(because="retention").filter(time_over(now, "thread__"))


class Message(ThreadBound):
    """One message of either side: what the other side wrote, or our answer; of `said` and `answer` one stands."""

    hangs_on: ClassVar[str] = "thread"
    to_person: ClassVar[str] = "by"

    thread = models.ForeignKey("Thread", on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=4, choices=Direction)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    said = SealedField(kind=Kind.REPLY, from_outside=True)
    answer = SealedField(kind=Kind.REPLY)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    # Of letters alone. reference: by what a letter is named, which the answer names too; the others are keyed digests
    # of it and of its sender, by which letters are put together.
    quoted = SealedField(kind=Kind.REPLY, from_outside=True)
    reference = SealedField(kind=Kind.REPLY, from_outside=True)
    reference_mac = models.BinaryField(null=True, max_length=32)
    sender_mac = models.BinaryField(null=True, max_length=32)
    marks = models.CharField(max_length=100, blank=True)  # codes, with spaces between
    delivery = models.CharField(max_length=8, choices=MessageDelivery, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)
    # Of answers by mail: since when, and how urgently, the other side had waited, as they do again where it fails.
    waited_since = models.DateTimeField(null=True, blank=True)
    was_urgent = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = _("messages of letters and questions")
        indexes = (
            models.Index(fields=["thread", "at"], name="conversations_in_order"),
            models.Index(
                fields=["reference_mac"], condition=Q(reference_mac__isnull=False), name="conversations_by_reference"
            ),
            models.Index(fields=["try_at"], condition=Q(try_at__isnull=False), name="conversations_to_send"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(direction=Direction.IN, by=None, answer=b"") | Q(direction=Direction.OUT, said=b""),
                name="conversations_one_side_speaks",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_ours(self) -> bool:
        return self.direction == Direction.OUT

    @property
    def has_failed(self) -> bool:
        """Tell whether an answer by mail has not arrived, or may not have, and is not tried again by itself."""
        failed = {MessageDelivery.REFUSED, MessageDelivery.UNSURE, MessageDelivery.RETURNED}
        return self.delivery in failed or (self.delivery == MessageDelivery.WAITING and self.try_at is None)

    @property
    def is_stuck(self) -> bool:
        """Tell whether an answer by mail has not arrived, or may not have."""
        return self.has_failed or (self.delivery == MessageDelivery.WAITING and self.tries > 0)

    @property
    def delivery_words(self) -> str:
        """How far an answer by mail has got, in words. One that waits for no time is never sent any more."""
        if self.delivery == MessageDelivery.WAITING and self.try_at is None:
            return gettext("not sent, and not tried again: something came meanwhile. Read it, and answer anew")
        return str(MessageDelivery(self.delivery).label) if self.delivery else ""

    @property
    def mark_words(self) -> list[str]:
        """What whoever reads it has to know, in words."""
        return [str(MessageMark(code).label) for code in self.marks.split()]

    @property
    def field(self) -> str:
        """The name of the field that its words stand in."""
        return "answer" if self.is_ours else "said"

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever answers the thread read it."""
        return kind == Kind.REPLY and self.thread.is_answered_by(person)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Message]":
        """Return those of threads whose time is over, once their files are gone."""
        found = cls.objects.everywhere(because="retention").filter(time_over(now, "thread__"))
        return found.exclude(Exists(Attachment.objects.through(message=OuterRef("pk"))))


class Thread(ThreadBound):
    """One conversation with one person, at one centre. waiting_since: the other side waits for us since then."""

    to_person: ClassVar[str] = "taken_by"

    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=8, choices=ThreadSource)
    language = models.CharField(max_length=8, blank=True)  # ISO 639; empty: not known
    topics = models.JSONField(default=list)  # codes of the questionnaire
    begun_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)  # of the last message of either side
    waiting_since = models.DateTimeField(null=True, blank=True)
    is_urgent = models.BooleanField(default=False)  # a word of danger was written; never shown to the writer
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, choices=ThreadEnding, blank=True)
    # What a code is looked up by; null where there is none.
    lookup = models.BinaryField(null=True, unique=True, max_length=32)
    address = SealedField(kind=Kind.CONTACT, from_outside=True)  # of who wrote a letter
    version = models.PositiveIntegerField(default=1)
    # When either side was last seen writing, in a talk: a moment, and nothing of what is written.
    ours_writing_at = models.DateTimeField(null=True, blank=True)
    theirs_writing_at = models.DateTimeField(null=True, blank=True)
    # Of one that grew before these ids had a key: an id that stands cannot be changed, and goes with the thread.
    grew_into = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name_plural = _("letters, questions and recordings")
        indexes = (
            models.Index(
                fields=["centre", "waiting_since"],
                condition=Q(waiting_since__isnull=False),
                name="conversations_waiting",
            ),
            models.Index(fields=["centre", "last_at"], name="conversations_latest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None, ending="")
                | Q(closed_at__isnull=False, waiting_since=None, ending__in=ThreadEnding.values),
                name="conversations_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="conversations_taken_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("conversations:thread", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_answered_in_writing(self) -> bool:
        """Tell whether an answer would reach anybody: not who spoke, nor who named no address."""
        return self.source == ThreadSource.WEB or (self.source == ThreadSource.MAIL and bool(self.address))

    @property
    def grows_into(self) -> uuid.UUID:
        """The id of the enquiry that may grow out of it, and of its form: one thread grows into one enquiry.

        Its own id leaves with each letter, so nobody outside may find the other one by it.
        """
        return self.grew_into or keyed_id("enquiry of a thread", self.pk)

    def is_answered_by(self, person: User) -> bool:
        """Tell whether somebody answers it: operators and supervisors of its centre, others what was handed to them."""
        scope = person.scope(Permission.CONVERSE)
        if scope is None or self.centre_id not in {each.pk for each in own_centres(person)}:
            return False
        return scope == Scope.CENTRE or self.taken_by_id == person.pk

    def opens(self, person: User, kind: Kind) -> bool:
        """Let whoever answers it read where the answer goes."""
        return kind == Kind.CONTACT and self.is_answered_by(person)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Thread]":
        """Return those whose time is over, once their messages are gone."""
        found = cls.objects.everywhere(because="retention").filter(time_over(now))
        return found.exclude(Exists(Message.objects.through(thread=OuterRef("pk"))))


class ThreadEvent(models.Model):
    """One step of a conversation: what the figures count. It outlives the conversation, and has codes alone.

    at: once a closed month includes it, no more than that month (`Universe.cuts_moment`).
    """

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "thread__taken_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True, related_name="events")
    step = models.CharField(max_length=8, choices=ThreadStep)
    source = models.CharField(max_length=8, choices=ThreadSource)
    band = models.CharField(max_length=8, blank=True)  # of the waiting that it ended
    ending = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    objects = Scoped()

    class Meta:
        verbose_name_plural = _("steps of letters and questions")
        indexes = (models.Index(fields=["centre", "at"], condition=Q(counted_in=None), name="conversations_uncounted"),)

    def __str__(self) -> str:
        return f"{self.source} {self.step}"
