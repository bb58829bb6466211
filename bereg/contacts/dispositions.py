"""How a contact ended. A new disposition is one row here."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Disposition(models.TextChoices):
    """How a contact ended."""

    ENQUIRY = "enquiry", _("enquiry")
    SILENT = "silent", _("silence")
    HANG_UP = "hang_up", _("hung up")
    WRONG_NUMBER = "wrong_number", _("wrong number")
    PRANK = "prank", _("prank")
    ABUSIVE = "abusive", _("abuse")
    TEST = "test", _("line test")
    OUT_OF_SCOPE = "out_of_scope", _("out of scope")
    LOST = "lost", _("lost")
    VOICEMAIL = "voicemail", _("voicemail")


@dataclass(frozen=True)
class ByHand:
    """A disposition that an operator records with one key. `key` is a physical key (KeyboardEvent.code)."""

    disposition: Disposition
    key: str


WITHOUT_ENQUIRY = (
    ByHand(Disposition.SILENT, "KeyS"),
    ByHand(Disposition.HANG_UP, "KeyH"),
    ByHand(Disposition.WRONG_NUMBER, "KeyW"),
    ByHand(Disposition.PRANK, "KeyP"),
    ByHand(Disposition.ABUSIVE, "KeyA"),
    ByHand(Disposition.TEST, "KeyT"),
    ByHand(Disposition.OUT_OF_SCOPE, "KeyO"),
)
