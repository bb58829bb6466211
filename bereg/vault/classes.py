"""The classes of sealed text. Each record has one data key a class, so that one class can be erased alone."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

BLOCK_B = 1024


class Kind(StrEnum):
    """What a sealed text is. Text is padded to whole blocks, so that its length tells little."""

    NARRATIVE = "narrative"
    CONTACT = "contact"
    DRAFT = "draft"
    VOICE = "voice"
    MAIL = "mail"
    MISSING = "missing"
    NOTE = "note"
    REFERRAL = "referral"
    REPLY = "reply"
    CODE_WORD = "code_word"  # which a caller says to come back
    REASON = "reason"  # a reason that somebody wrote, such as for breaking the glass

    @property
    def block_B(self) -> int:  # noqa: N802 - bytes
        """The length, in bytes, that the padded text is a multiple of."""
        return 64 if self in {Kind.CONTACT, Kind.CODE_WORD} else BLOCK_B


class Holder(models.TextChoices):
    """For whom a data key is wrapped."""

    CENTRE = "centre"
    RECEIPT = "receipt"
    LINK = "link"


# What may be opened without the staff: by a visitor with a receipt, by a partner with the link of a referral.
READS: dict[Holder, frozenset[Kind]] = {
    Holder.RECEIPT: frozenset({Kind.REPLY}),
    Holder.LINK: frozenset({Kind.REFERRAL, Kind.REPLY}),
}
SHARED = frozenset().union(*READS.values())


class SecretKind(models.TextChoices):
    """What a secret under the root key is."""

    PRIVATE = "private"  # of a centre: opens data keys
    INDEX = "index"  # of a centre, or shared by all: makes blind indexes
    ACCOUNT = "account"  # seals seeds of second factors
    AUDIT = "audit"  # chains the log
    STATISTICS = "statistics"  # makes the noise of published figures


class Verdict(models.TextChoices):
    """What a supervisor found of a broken glass."""

    JUSTIFIED = "justified", _("it was needed")
    UNJUSTIFIED = "unjustified", _("it was not needed")


class HoldReason(models.TextChoices):
    """Why a record is kept beyond its time: a closed list, as the words themselves are sealed."""

    COURT = "court", _("a court, an investigator or a prosecutor asked that it be kept")
    CLAIM = "claim", _("a complaint or a claim is open")
    DANGER = "danger", _("a person is still in danger")
