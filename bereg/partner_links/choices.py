"""The closed lists of links to partners. A new step or answer is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.dispatch.choices import RecipientAnswer


class LinkStep(models.TextChoices):
    """What a link is for. Each is used once, and the use of one makes the next."""

    READ = "read", _("to read it")
    ANSWER = "answer", _("to answer")
    DONE = "done", _("to say later what came of it")
    RESULT = "result", _("what came of it")


class LinkAnswer(models.TextChoices):
    """What a partner answers by a link."""

    ACCEPTED = "accepted", _("accepted")
    WAITING = "waiting", _("on a waiting list")
    DECLINED = "declined", _("declined")
    DONE = "done", _("it is done")
    NOT_DONE = "not_done", _("it came to nothing")


class LinkDays(models.IntegerChoices):
    """How long a link lasts that the staff makes."""

    THREE = 3, _("3 days")
    WEEK = 7, _("a week")
    FORTNIGHT = 14, _("two weeks")


FOLLOWED_BY = {LinkStep.READ: LinkStep.ANSWER, LinkStep.DONE: LinkStep.RESULT}
ANSWERS: dict[LinkStep, tuple[LinkAnswer, ...]] = {
    LinkStep.ANSWER: (LinkAnswer.ACCEPTED, LinkAnswer.WAITING, LinkAnswer.DECLINED),
    LinkStep.RESULT: (LinkAnswer.DONE, LinkAnswer.NOT_DONE),
}
GOES_ON = (LinkAnswer.ACCEPTED, LinkAnswer.WAITING)  # after which the partner is asked what came of it
# What the answer is of the dispatch itself. Whoever works on it says what came of it, so the later step changes none.
AS_OF_DISPATCH = {
    LinkAnswer.ACCEPTED: RecipientAnswer.ACCEPTED,
    LinkAnswer.WAITING: RecipientAnswer.WAITING,
    LinkAnswer.DECLINED: RecipientAnswer.DECLINED,
}
