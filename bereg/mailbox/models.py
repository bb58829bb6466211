"""What is known of letters that were taken from a mailbox, those in quarantine, and how the mailboxes do."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound, Scoped
from bereg.contacts.models import Contact
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField, SealedFileField
from bereg.vault.kept import Kept

KEPT_DAYS = 30
TAKEN_KEPT_DAYS = 60  # longer than a letter lies in the folder of those that were taken


class TakenLetter(models.Model):
    """A letter that is stored here. Neither a second fetch nor a mailbox that was put back stores it again.

    mac: a keyed digest of its bytes, by which nobody finds them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.CharField(max_length=16, choices=Postbox)
    validity = models.BigIntegerField()  # UIDVALIDITY of its folder
    uid = models.BigIntegerField()
    mac = models.BinaryField(max_length=32, unique=True)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["box", "validity", "uid"], name="mailbox_taken_by_number"),
            models.Index(fields=["taken_at"], name="mailbox_taken_when"),
        )

    def __str__(self) -> str:
        return f"{self.box} {self.validity} {self.uid}"


class QuarantinedLetter(Kept):
    """A letter that is kept as it came, and not read: whoever opens it does so outside this program."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "contact__operator"
    held: ClassVar[bool] = False
    stays: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    reason = models.CharField(max_length=16, choices=QuarantineReason)
    sender = SealedField(kind=Kind.MAIL, from_outside=True)  # where it can be told
    raw = SealedFileField(kind=Kind.MAIL, upload_to="letters/")
    bytes = models.PositiveBigIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)

    objects = Scoped()

    class Meta:
        verbose_name_plural = _("letters in quarantine")
        indexes = (models.Index(fields=["centre", "-came_at"], name="mailbox_quarantined"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def kept_until(self) -> dt.datetime:
        """Return when its time is over."""
        return self.came_at + dt.timedelta(days=KEPT_DAYS)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let operators and supervisors of the centre have it."""
        works_there = self.centre_id in {centre.pk for centre in own_centres(person)}
        return kind == Kind.MAIL and person.scope(Permission.CONVERSE) == Scope.CENTRE and works_there

    @classmethod
    def due(cls, now: dt.datetime) -> "CentreBound[QuarantinedLetter]":
        """Return those whose days are over."""
        found = QuarantinedLetter.objects.everywhere(because="retention")
        return found.filter(came_at__lt=now - dt.timedelta(days=KEPT_DAYS))

    @classmethod
    def kept_for(cls) -> str:
        """Say how long."""
        return ngettext("%(days)d day", "%(days)d days", KEPT_DAYS) % {"days": KEPT_DAYS}


class MailboxState(models.Model):
    """How a mailbox does: of the whole installation, and of no centre."""

    box = models.CharField(max_length=16, primary_key=True, choices=Postbox)
    ok_at = models.DateTimeField(null=True, blank=True)  # when it was last emptied
    failed_since = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=64, blank=True)  # the kind of the error, without its words

    def __str__(self) -> str:
        return f"{self.box} {self.fault}"
