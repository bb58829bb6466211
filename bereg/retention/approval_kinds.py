"""Which acts of this room need a second person."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.kinds import ApprovalKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.grants import works_at_all
from bereg.retention import clock, holds
from bereg.retention.wording import name_of, page_of


def _describe(target: str) -> str:
    hold = holds.find(target)
    words = {"number": name_of(hold), "until": f"{hold.until:%Y-%m-%d}" if hold else "–"}
    return _("Lift the hold on %(number)s, which lasts until %(until)s") % words


def _concerns(person: User, target: str) -> bool:
    hold = holds.find(target)
    return hold is not None and works_at_all(person, [hold.centre_id])


APPROVAL_KINDS = (
    ApprovalKind(
        code=holds.LIFTING,
        label=gettext_lazy("lifting a hold"),
        asks=Permission.HOLD_SET,
        describe=_describe,
        where=lambda target: page_of(holds.find(target)),
        concerns=_concerns,
    ),
    ApprovalKind(
        code=clock.CONFIRMING,
        label=gettext_lazy("confirming the date"),
        asks=Permission.RETENTION,
        describe=lambda target: _("Today is %(day)s: go on erasing what has had its time") % {"day": target},
        where=lambda _target: reverse("retention:retention"),
    ),
)
