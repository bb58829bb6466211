"""Tasks: what a person promised, until when, and who is to do it. And how it is safe to reach the person."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.clock import in_zone
from bereg.centres.languages import Language
from bereg.centres.models import Membership
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound
from bereg.contacts.channels import Precision
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.retention_periods import most_while_needed
from bereg.tasks.choices import LeftMessage, PicksUp, TaskKind, TaskState
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Task(Part):
    """One thing that somebody promised. Its codes are seen by whoever sees it; its words by whom `opens` lets."""

    to_person: ClassVar[str] = "holder"
    goes_with_consent: ClassVar[bool] = False  # its codes say what the house did

    # None: it is about no enquiry, such as an agency that several people asked about.
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # type: ignore[assignment]
    kind = models.CharField(max_length=16, choices=TaskKind)
    due_at = models.DateTimeField()  # with the day alone: where that day ends at the centre
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.MINUTE)
    role = models.CharField(max_length=16, choices=Role, blank=True)  # for whoever has it, until somebody takes it
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedField(kind=Kind.NARRATIVE)  # what is to be done or asked, if the kind does not say it
    # The answer to a question is an entry on the file: it stays for as long as what was said does.
    answer = models.ForeignKey("enquiries.Entry", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    because = models.CharField(max_length=16, blank=True)  # why it was moved last, or dropped: choices.py
    moves = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    counted_in = models.DateField(null=True, blank=True)  # first day of the closed month whose figures include it

    class Meta:
        verbose_name_plural = _("words of tasks")
        indexes = (
            # Each gives the order of a list of what is to do, however much there is: first_to_do, late_at. What is open
            # has no end, and says so by IS NULL: SQLite uses no partial index for a state that comes as a parameter.
            models.Index(fields=["centre", "due_at", "id"], condition=Q(ended_at=None), name="tasks_open_by_due"),
            models.Index(
                fields=["holder", "centre", "due_at", "id"],
                condition=Q(ended_at=None),
                name="tasks_open_of_holder",
            ),
            models.Index(
                fields=["centre", "role", "due_at", "id"],
                condition=Q(ended_at=None, holder=None),
                name="tasks_open_for_role",
            ),
            # What is due to be erased: retention asks it of each page.
            models.Index(fields=["ended_at"], condition=~Q(words=b""), name="tasks_words_ended"),
            models.Index(fields=["made_at"], condition=~Q(words=b""), name="tasks_words_made"),
            models.Index(fields=["enquiry"], condition=Q(ended_at=None), name="tasks_open_of_enquiry"),
            models.Index(fields=["centre", "ended_at"], condition=Q(counted_in=None), name="tasks_uncounted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at=None) | ~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False),
                name="tasks_ended_when_not_open",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def is_timed(self) -> bool:
        """Tell whether it is due at an hour, and not only on a day."""
        return self.precision == Precision.MINUTE

    @property
    def due_on(self) -> dt.date:
        """Return the day on which it is due, at its centre; it ends a moment before the next one begins."""
        at = self.due_at if self.is_timed else self.due_at - dt.timedelta(seconds=1)
        return in_zone(at, self.centre).date()

    def opens(self, person: User, kind: Kind) -> bool:
        """Let those read its words whose it is, while it is open, and who may read the text of its enquiry."""
        if kind != Kind.NARRATIVE or not self._is_at_centre_of(person):
            return False
        if self.is_open and self.concerns(person):
            return True
        if self.enquiry:
            return self.enquiry.is_reached_by(person, Permission.NARRATIVE_READ)
        return self.concerns(person) or person.scope(Permission.TASK) == Scope.CENTRE

    def concerns(self, person: User) -> bool:
        """Tell whether somebody has it, gave it, or could take it."""
        is_for_role = self.holder_id is None and self.role == person.role
        return is_for_role or person.pk in {self.holder_id, self.made_by_id}

    def _is_at_centre_of(self, person: User) -> bool:
        return person.may(Permission.TASK) and self.centre_id in {centre.pk for centre in own_centres(person)}

    @classmethod
    def lives(cls) -> Q:
        """Match what is still to be done: open, and its enquiry neither forgotten nor a mistake."""
        return Q(ended_at=None) & (Q(enquiry=None) | Q(enquiry__consent=Consent.YES, enquiry__mistake=""))

    @classmethod
    def left_alone(cls) -> Q:
        """Match what somebody has who does not work at its centre any more, or does no tasks in the role they have."""
        here = cls._works_here().filter(user=OuterRef("holder"), user__role__in=roles_with(Permission.TASK))
        return Q(holder__isnull=False) & Q(~Exists(here))

    @classmethod
    def for_nobody(cls) -> Q:
        """Match what is for a role that nobody has at its centre."""
        return Q(holder=None) & Q(~Exists(cls._works_here().filter(user__role=OuterRef("role"))))

    @classmethod
    def _works_here(cls) -> models.QuerySet[Membership]:
        return Membership.objects.filter(centre=OuterRef("centre"), user__closed_at=None)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[Task]":
        """Return those with words that ended as long ago as a contact is kept, or were made too long ago.

        Where the contact goes before that, they go in the same act: lending.py.
        """
        ended, made = cls._over(now)
        return cls._with_words().filter(ended | made)

    @classmethod
    def due_in_parts(cls, now: dt.datetime) -> "list[CentreBound[Task]]":
        """Return the same in two queries: for one of both, SQLite reads every open task of a centre."""
        ended, made = cls._over(now)
        return [cls._with_words().filter(ended), cls._with_words().filter(made).exclude(ended)]

    @classmethod
    def _with_words(cls) -> "CentreBound[Task]":
        return cls.objects.everywhere(because="retention").exclude(words=b"")

    @classmethod
    def _over(cls, now: dt.datetime) -> tuple[Q, Q]:
        ended = Q(ended_at__lt=now - dt.timedelta(days=settings.KEEP_CALL_BACK_DAYS))
        return ended, Q(made_at__lt=most_while_needed(now))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long: no longer than how to reach the person."""
        words = _("as long as how to reach the person, at most %(days)d days after it ended and 12 months")
        return words % {"days": settings.KEEP_CALL_BACK_DAYS}


class CalendarLink(models.Model):
    """The secret address at which somebody's own calendar reads when their appointments are: one for each person."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    # Of the person, when it was made: whatever ends all their sessions, such as closing the account, ends the link.
    sessions_ended = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.person_id)


class SafeContact(Part):
    """How it is safe to reach the person of an enquiry. It goes with the number that it stands beside."""

    to_person: ClassVar[str] = "written_by"
    goes_with_consent: ClassVar[bool] = True
    stays: ClassVar[bool] = False

    hours_from = models.TimeField(null=True, blank=True)  # by the clock of the centre
    hours_until = models.TimeField(null=True, blank=True)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    picks_up = models.CharField(max_length=8, choices=PicksUp, default=PicksUp.UNKNOWN)
    message = models.CharField(max_length=4, choices=LeftMessage, default=LeftMessage.NO)
    words = SealedField(kind=Kind.CONTACT)  # who may pick up, and what to say then
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = _("how it is safe to reach the person")
        constraints = (models.UniqueConstraint(fields=["enquiry"], name="tasks_one_safe_contact"),)

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let those read it who may read the number."""
        return kind == Kind.CONTACT and self.enquiry.opens(person, kind)

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[SafeContact]":
        """Return those beside which no number stands any more: corrected, as a night takes them with the number."""
        del now
        return cls.objects.everywhere(because="retention").filter(enquiry__call_back=b"")

    @classmethod
    def kept_for(cls) -> str:
        """Say how long."""
        return str(_("as long as how to reach the person"))
