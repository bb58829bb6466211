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
    NO_LANGUAGE = "no_language", _("no common language")
    WRITTEN = "written", _("letter or question")


@dataclass(frozen=True)
class ByHand:
    """A disposition recorded with one key: a physical one (KeyboardEvent.code), with Shift or without."""

    disposition: Disposition
    key: str
    asks_language: bool = False  # which one, if it was recognised

    @property
    def hint(self) -> str:
        """Say the key where no script does, by the letters of an English keyboard."""
        return self.key.replace("+", " ").replace("Key", "")


WITHOUT_ENQUIRY = (
    ByHand(Disposition.SILENT, "KeyS"),
    ByHand(Disposition.HANG_UP, "KeyH"),
    ByHand(Disposition.WRONG_NUMBER, "KeyW"),
    ByHand(Disposition.PRANK, "KeyP"),
    ByHand(Disposition.ABUSIVE, "KeyA"),
    ByHand(Disposition.TEST, "KeyT"),
    ByHand(Disposition.OUT_OF_SCOPE, "KeyO"),
    ByHand(Disposition.NO_LANGUAGE, "Shift+KeyN", asks_language=True),
)
# What nobody answered: found afterwards on the machine or in the list of calls.
LEFT_BEHIND = (Disposition.VOICEMAIL, Disposition.LOST)
