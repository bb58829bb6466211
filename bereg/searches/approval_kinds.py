"""Which acts of this room need a second person."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.kinds import ApprovalKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.searches.asking import TWO_PEOPLE
from bereg.searches.queries import asked_of


def _id(target: str) -> UUID:
    return UUID(target.split(" ", maxsplit=1)[0])


def _concerns(person: User, target: str) -> bool:
    """Let those decide who read the words that they agree to."""
    return asked_of(person).filter(pk=_id(target)).exists()


APPROVAL_KINDS = (
    ApprovalKind(
        code=TWO_PEOPLE,
        label=gettext_lazy("telling a relative of somebody who cannot answer"),
        asks=Permission.SEARCH_REGISTER,
        describe=lambda _target: _("Let a relative be told of somebody who is dead or cannot answer"),
        where=lambda target: reverse("searches:match", args=[_id(target)]),
        concerns=_concerns,
        looks=Permission.SEARCH_REGISTER,
    ),
)
