"""Which acts of this room need a second person."""

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.kinds import ApprovalKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.dispatch.drafting import SENDING
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatch_for

AGREED_FOR = dt.timedelta(days=90)  # how long an agreement lasts: a chosen delay may be weeks


def _id(target: str) -> UUID:
    return UUID(target.split(" ", maxsplit=1)[0])


def _describe(target: str) -> str:
    return _("Let %(reference)s leave the house, as it is signed") % {"reference": Dispatch(id=_id(target)).reference}


def _concerns(person: User, target: str) -> bool:
    found = dispatch_for(person, _id(target))
    return found is not None and found.is_reached_by(person)


APPROVAL_KINDS = (
    ApprovalKind(
        code=SENDING,
        label=gettext_lazy("letting something leave the house"),
        asks=Permission.DISPATCH_SIGN,
        decides=Permission.DISPATCH_AGREE,
        looks=Permission.DISPATCH_AGREE,
        describe=_describe,
        where=lambda target: reverse("dispatch:dispatch", args=[_id(target)]),
        concerns=_concerns,
        lasts=AGREED_FOR,
    ),
)
