"""The closed lists of what leaves the house. A new way or answer is one row here."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DispatchKind(models.TextChoices):
    """What it is that leaves."""

    REFERRAL = "referral", _("referral")
    RESCUE = "rescue", _("rescue request")
    COURT = "court", _("answer to a court")
    EXPORT = "export", _("copy of a case")
    NOTICE = "notice", _("trend notice")
    CHECK = "check", _("check request")
    SEARCH = "search", _("query of a search")
    OTHER = "other", _("other letter")


class DispatchGround(models.TextChoices):
    """On what ground something leaves. Without one, nothing does."""

    CONSENT = "consent", _("the person agreed: to this, to this recipient")
    MATTERS = "matters", _("enough matters alike; nothing of a person is in it")
    DANGER = "danger", _("danger to life")
    CHILD = "child", _("the best interests of a child")
    COURT = "court", _("an order of a court")


class SendingWay(models.TextChoices):
    """How it leaves."""

    TELEPHONE = "telephone", _("by telephone")
    LETTER = "letter", _("by letter")
    BY_HAND = "by_hand", _("by hand")
    MAIL = "mail", _("by e-mail")
    LINK = "link", _("by a link that opens it once")
    FILE = "file", _("as a sealed file")


class DispatchState(models.TextChoices):
    """How it stands with what leaves."""

    DRAFTED = "drafted", _("drafted")
    SIGNED = "signed", _("signed")
    SENT = "sent", _("sent")
    ANSWERED = "answered", _("answered")
    ENDED = "ended", _("ended")
    STOPPED = "stopped", _("stopped before it left")
    REVOKED = "revoked", _("revoked after it left")


class RecipientAnswer(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    WAITING = "waiting", _("on a waiting list")
    ACTED = "acted", _("checked, and acted on")
    NOTHING = "nothing", _("checked, nothing found")
    ELSEWHERE = "elsewhere", _("passed on to another body")
    ASKS = "asks", _("asks for more")
    DECLINED = "declined", _("declined")


class DispatchResult(models.TextChoices):
    """What came of it in the end."""

    HELPED = "helped", _("helped")
    PARTLY = "partly", _("helped in part")
    NO_HELP = "no_help", _("did not help")
    NO_ANSWER = "no_answer", _("never answered")


class Deletion(models.TextChoices):
    """Whether a recipient deletes what has left, once the person has taken the consent back."""

    TO_ASK = "to_ask", _("the recipient is to be asked to delete it")
    ASKED = "asked", _("asked to delete it")
    CONFIRMED = "confirmed", _("the recipient says that it is deleted")
    REFUSED = "refused", _("the recipient keeps it")


class DispatchStep(models.TextChoices):
    """What happened with something that leaves, in the month in which it did: closed months never change."""

    SENT = "sent", pgettext_lazy("step of what leaves", "sent")
    ANSWERED = "answered", pgettext_lazy("step of what leaves", "answered for the first time")
    ANSWERED_AGAIN = "answered_again", pgettext_lazy("step of what leaves", "answered again")
    ENDED = "ended", pgettext_lazy("step of what leaves", "ended")
    REVOKED = "revoked", pgettext_lazy("step of what leaves", "called back")


class BodyKind(models.TextChoices):
    """What kind of body a recipient is, as it is published: by finer kinds a single body would be told apart."""

    STATE = "state_bodies", _("state bodies")
    OTHER = "other_bodies", _("organisations, shelters, embassies and other services")


# What asks for help or action, so that an answer can be waited for: not what a court asked for, and no copy of a case.
ASKING = frozenset(DispatchKind) - {DispatchKind.COURT, DispatchKind.EXPORT}
TO_SEE_TO = frozenset({Deletion.TO_ASK, Deletion.ASKED})
OUT = frozenset({DispatchState.SENT, DispatchState.ANSWERED})  # with the recipient, who may say more
BEFORE = frozenset({DispatchState.DRAFTED, DispatchState.SIGNED})
UNDER_WAY = BEFORE | OUT
GONE_OUT = OUT | {DispatchState.ENDED}
ANSWERED_WITHIN = {  # days after which an answer is missed, by what was sent; what is not named: two weeks
    DispatchKind.REFERRAL: 3,
    DispatchKind.RESCUE: 1,
    DispatchKind.NOTICE: 30,
    DispatchKind.CHECK: 30,
}
# What each kind may leave on. A notice says nothing of a person, so nobody has to be asked for it.
GROUNDS: dict[DispatchKind, tuple[DispatchGround, ...]] = {
    DispatchKind.REFERRAL: (DispatchGround.CONSENT, DispatchGround.DANGER, DispatchGround.CHILD),
    DispatchKind.RESCUE: (DispatchGround.CONSENT, DispatchGround.DANGER, DispatchGround.CHILD),
    DispatchKind.COURT: (DispatchGround.COURT,),
    DispatchKind.EXPORT: (DispatchGround.CONSENT, DispatchGround.COURT),
    DispatchKind.NOTICE: (DispatchGround.MATTERS,),
    DispatchKind.CHECK: (DispatchGround.CONSENT, DispatchGround.MATTERS),
    DispatchKind.SEARCH: (DispatchGround.CONSENT, DispatchGround.DANGER, DispatchGround.CHILD),
    DispatchKind.OTHER: (DispatchGround.CONSENT, DispatchGround.DANGER, DispatchGround.CHILD),
}
WITH_REASON = frozenset(
    {DispatchGround.DANGER, DispatchGround.CHILD, DispatchGround.COURT}
)  # the person was not asked: why stands instead
# What two people answer for, on that ground or of that kind, also where nobody else could agree.
BY_TWO = frozenset({DispatchGround.CHILD, DispatchKind.CHECK})
ALONE = frozenset({DispatchKind.REFERRAL, DispatchKind.RESCUE})  # what one person may send in danger to life
# What the program writes from codes and names of firms: its room holds the words by a digest, and nobody types in them.
OWN_WORDS = frozenset({DispatchKind.NOTICE, DispatchKind.CHECK})


def answered_within(kind: str) -> dt.timedelta:
    """Return after how long an answer to something of a kind is missed."""
    return dt.timedelta(days=ANSWERED_WITHIN.get(DispatchKind(kind), 14))
