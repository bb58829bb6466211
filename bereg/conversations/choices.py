"""Closed lists of conversations. A new code is one row here."""

import datetime as dt
from bisect import bisect_left

from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition


class ThreadSource(models.TextChoices):
    """By which way somebody began it."""

    WEB = "web", _("question on the web")
    MAIL = "mail", _("letter by e-mail")
    VOICE = "voice", _("recording")


class ThreadEnding(models.TextChoices):
    """Why nobody waits for us any more."""

    ANSWERED = "answered", _("everything was said")
    ENQUIRY = "enquiry", _("it became an enquiry")
    CALLED_BACK = "called_back", _("called back")
    SILENT = "silent", _("the other side has stopped writing")
    NOTHING = "nothing", _("there is nothing to answer: an advertisement, a machine")
    ABUSE = "abuse", _("abuse")


class ThreadStep(models.TextChoices):
    """What the figures count."""

    BEGUN = "begun", _("begun")
    WRITTEN_AGAIN = "again", _("written to again")
    TAKEN = "taken", _("taken by somebody")
    ANSWERED = "replied", _("answered")
    CLOSED = "closed", _("closed")


class MessageDelivery(models.TextChoices):
    """How far an answer by mail has got; empty where it waits here to be read."""

    WAITING = "waiting", _("waits to be sent")
    LEAVING = "leaving", _("is being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("not sent: the mail server takes nothing for this address")
    UNSURE = "unsure", _("it is not certain that it was sent: the mail server fell silent meanwhile")
    RETURNED = "returned", _("perhaps it did not arrive: a mail server wrote back, and its letter is in quarantine")


class MessageMark(models.TextChoices):
    """What whoever reads a letter has to know of it."""

    CHARSET = "charset", _("some of its letters may be wrong")
    HTML_ONLY = "html_only", _("it came as a page, and only its words are shown")
    NO_SENDER = "no_sender", _("it names nobody who could be answered")
    SEVERAL_SENDERS = "several_senders", _("it names several senders: the answer goes to the first")
    NEW_SENDER = "new_sender", _("it came from another address than the first letter: the answer goes to the first")
    FORGED = "forged", _("it claims to belong to another conversation, and does not")


CHANNEL_OF = {
    ThreadSource.WEB: Channel.WEB,
    ThreadSource.MAIL: Channel.EMAIL,
    ThreadSource.VOICE: Channel.PHONE,
}
DISPOSITION_OF = {
    ThreadSource.WEB: Disposition.WRITTEN,
    ThreadSource.MAIL: Disposition.WRITTEN,
    ThreadSource.VOICE: Disposition.VOICEMAIL,
}
# How long somebody waited: until it was taken, or answered.
WAITING_BANDS = (
    ("under_1h", _("within an hour")),
    ("under_1d", _("within a day")),
    ("under_3d", _("within three days")),
    ("3d_over", _("later than three days")),
)
_UP_TO = (dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=3))


def band_of(waited: dt.timedelta) -> str:
    """Return the code of the band in which a waiting ended."""
    return WAITING_BANDS[bisect_left(_UP_TO, waited)][0]
