"""The closed lists of a task. A new kind is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bereg.enquiries.outcomes import Outcome


class TaskKind(models.TextChoices):
    """What somebody promised to do."""

    CALL_BACK = "call_back", pgettext_lazy("task", "call back")
    WRITE = "write", pgettext_lazy("task", "answer in writing")
    QUESTION = "question", pgettext_lazy("task", "question to the lawyer or psychologist")
    VERIFY = "verify", pgettext_lazy("task", "verify")
    APPOINTMENT = "appointment", pgettext_lazy("task", "appointment")
    FOLLOW_UP = "follow_up", pgettext_lazy("task", "follow up")


# What is done with the person, so that whoever has it needs to know how to reach them.
WITH_PERSON = frozenset({TaskKind.CALL_BACK, TaskKind.WRITE, TaskKind.APPOINTMENT, TaskKind.FOLLOW_UP})
# What the outcome of an enquiry promises, in the act that registers it.
PROMISED_BY = {
    Outcome.CALL_BACK: TaskKind.CALL_BACK,
    Outcome.TO_LAWYER: TaskKind.QUESTION,
    Outcome.TO_PSYCHOLOGIST: TaskKind.QUESTION,
}


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "open")
    DONE = "done", pgettext_lazy("task", "done")
    DROPPED = "dropped", pgettext_lazy("task", "dropped")


class MoveReason(models.TextChoices):
    """Why it is due later, or earlier, than was said."""

    NOT_REACHED = "not_reached", _("nobody answered")
    ASKED = "asked", _("the person asked for another time")
    WAITING = "waiting", _("we wait for somebody else")
    NO_TIME = "no_time", _("there was no time for it")


class DropReason(models.TextChoices):
    """Why it is not done any more."""

    UNREACHABLE = "unreachable", _("the person cannot be reached any more")
    NOT_WANTED = "not_wanted", _("the person does not want it any more")
    NEEDLESS = "needless", _("it is settled without it")
    MISTAKE = "mistake", _("it was entered by mistake")


class PicksUp(models.TextChoices):
    """Who may pick up when we call."""

    PERSON = "person", _("only the person picks up")
    OTHERS = "others", _("somebody else may pick up")
    UNKNOWN = "unknown", _("it is not known who picks up")


class LeftMessage(models.TextChoices):
    """Whether a message may be left."""

    NO = "no", _("leave no message")
    YES = "yes", _("a message may be left")
