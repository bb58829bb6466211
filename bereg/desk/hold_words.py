"""Holds, and the clock of retention, in words: for requests to a second person and for notices."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts import kinds, notices
from bereg.accounts.permissions import Permission
from bereg.centres.grants import works_at_all
from bereg.enquiries.audit_labels import number_of
from bereg.retention import clock, holds

# The kinds of our notices.
WAITS, IDLE, REVIEW, WITHDRAWS = "retention.waits", "enquiries.idle", "hold.review", "hold.withdrawal"


def register() -> None:
    """Make known which acts of ours need a second person."""
    kinds.register(
        kinds.ActKind(
            code=holds.LIFTING,
            label=gettext_lazy("lifting a hold"),
            asks=Permission.HOLD_SET,
            describe=_describe,
            where=lambda target: _page_of(holds.find(target)),
            concerns=_concerns,
        ),
        kinds.ActKind(
            code=clock.CONFIRMING,
            label=gettext_lazy("believing the clock"),
            asks=Permission.RETENTION,
            describe=lambda target: _("Today is %(day)s: go on erasing what has had its time") % {"day": target},
            where=lambda _target: reverse("desk:retention"),
        ),
    )


def refused(hold: Any) -> str:
    """Say why nothing of a held record is erased, and tell who looks after the hold that somebody wants it."""
    notices.settle(kind=WITHDRAWS, target=str(hold.pk))
    told = holds.looked_after_by(hold)
    notices.give(kind=WITHDRAWS, target=str(hold.pk), to=told)
    why = _(
        "This enquiry is held until %(until)s, so nothing of it is erased: %(why)s. Two people can lift the hold."
    ) % {
        "until": f"{hold.until:%Y-%m-%d}",
        "why": hold.get_code_display(),
    }
    if not told:
        return f"{why} " + _(
            "Nobody who may look after it works at the centre, so nobody was told: ask an administrator."
        )
    names = ", ".join(map(str, told))
    return f"{why} " + _("Who looks after it has been told: %(names)s.") % {"names": names}


def kept(hold: Any) -> str:
    """Say the same of a correction, and what can be done instead."""
    return f"{refused(hold)} " + _(
        "Leave the note, what was typed and how to reach the person as they stand, and write what is new at a further"
        " contact. What you typed stays on this page."
    )


def _notice(code: str, words: Any, *, is_alarm: bool = False) -> kinds.NoticeKind:
    return kinds.NoticeKind(
        code=code, words=lambda _target: str(words), where=lambda _target: reverse("desk:retention"), is_alarm=is_alarm
    )


def _concerns(person: Any, target: str) -> bool:
    hold = holds.find(target)
    return hold is not None and works_at_all(person, [hold.centre_id])


def _describe(target: str) -> str:
    hold = holds.find(target)
    words = {"number": _number(hold), "until": f"{hold.until:%Y-%m-%d}" if hold else "–"}
    return _("Lift the hold on %(number)s, which lasts until %(until)s") % words


def _number(hold: Any) -> str:
    return number_of(hold.record) if hold else "–"


def _page_of(hold: Any) -> str:
    return reverse("desk:hold", args=[hold.record]) if hold else reverse("desk:retention")


NOTICES = (
    _notice(
        WAITS,
        gettext_lazy("The clock of the machine has jumped: nothing is erased until you look at it."),
        is_alarm=True,
    ),
    _notice(IDLE, gettext_lazy("Enquiries are open that nobody has touched for a year. Please close them.")),
    kinds.NoticeKind(
        code=WITHDRAWS,
        words=lambda target: (
            _("Somebody is to erase what a hold keeps: %(what)s") % {"what": _number(holds.find(target))}
        ),
        where=lambda target: _page_of(holds.find(target)),
        is_alarm=True,
    ),
    kinds.NoticeKind(
        code=REVIEW,
        words=lambda target: (
            _("A hold has not been looked at for a year: %(what)s") % {"what": _number(holds.find(target))}
        ),
        where=lambda target: _page_of(holds.find(target)),
    ),
)
