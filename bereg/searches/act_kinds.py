"""Which acts of this room need a second person."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.kinds import ActKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.grants import works_at_all
from bereg.centres.scope import beyond
from bereg.searches.asking import TWO_PEOPLE
from bereg.searches.models import Match


def _concerns(person: User, target: str) -> bool:
    with beyond("search"):
        found = Match.objects.everywhere(because="search").filter(pk=UUID(target))
        centres = list(found.values_list("centre_id", flat=True))
    return works_at_all(person, centres)


ACT_KINDS = (
    ActKind(
        code=TWO_PEOPLE,
        label=gettext_lazy("telling a relative of somebody who cannot answer"),
        asks=Permission.SEARCH_REGISTER,
        describe=lambda _target: _("Let a relative be told of somebody who is dead or cannot answer"),
        where=lambda target: reverse("searches:match", args=[target]),
        concerns=_concerns,
        looks=Permission.SEARCH_REGISTER,
    ),
)
