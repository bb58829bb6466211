"""The mailboxes that are emptied, and what is known of each from the settings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.environment import MAIL_ADDRESS, ImapFolder


class Postbox(models.TextChoices):
    """What comes into a mailbox. OUT is none: answers that leave."""

    LETTERS = "letters", _("letters")
    RECORDINGS = "recordings", _("recordings")
    OUT = "out", _("answers by mail")


def folder_of(box: Postbox) -> ImapFolder | None:
    """Return where a mailbox is, None where there is none."""
    found: ImapFolder | None = {Postbox.LETTERS: settings.MAILBOX, Postbox.RECORDINGS: settings.MAILBOX_RECORDINGS}.get(
        box
    )
    return found


def boxes() -> list[Postbox]:
    """Return the mailboxes that are set."""
    return [box for box in Postbox if folder_of(box) is not None]


def own_address() -> str:
    """Return the address that letters come to: that of the mailbox, else the one that mail comes from."""
    at = folder_of(Postbox.LETTERS)
    user = at.server.user if at else ""
    return user if MAIL_ADDRESS.fullmatch(user) else settings.MAIL_SENDER
