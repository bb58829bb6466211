"""The closed lists of an enquiry that passes between centres. A new reason is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why another centre may read it: the person agreed, or danger does not wait."""

    AGREED = "agreed", _("the person was asked and agreed")
    UNREACHABLE = "unreachable", _("in danger: the person cannot be reached to be asked")
    UNSAFE = "unsafe", _("in danger: asking would put the person at risk")
    NO_TIME = "no_time", _("in danger: there is no time to ask")


class TransferState(models.TextChoices):
    """How it stands with an offer."""

    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined unread")
    WITHDRAWN = "withdrawn", _("withdrawn unread")
    LAPSED = "lapsed", _("nobody answered")


class DeclineReason(models.TextChoices):
    """Why a centre does not take what it is offered."""

    NOT_OURS = "not_ours", _("it belongs to another region")
    LANGUAGE = "language", _("nobody here speaks the language")
    CAPACITY = "capacity", _("nobody here can take it on now")
    OTHER_HELP = "other_help", _("it needs help that we do not have")
