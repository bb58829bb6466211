"""Giving a role needs a second person where its giver could take what they are not to have: docs/decisions/0141.

Making a supervisor or an administrator does, as these two roles open most doors, and so does a link with which one of
them sets up a second factor: whoever holds it could be both persons of every act. An administrator, who reads no case,
gives no role that reads some alone; and nobody alone a link to an account whose notes its profession alone reads.
"""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts import approvals, kinds
from bereg.accounts.factors import is_set_up
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.accounts.queries import person
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, Membership

KIND = "role.grant"
GRANTED = frozenset({Role.SUPERVISOR, Role.ADMIN})
OWN_NOTES = frozenset({Role.LAWYER, Role.PSYCHOLOGIST})  # which nobody else of their centre reads
INVITED, PERSON, RESET = "invited", "person", "reset"


def target_of_invitation(role: Role, centre: Centre) -> str:
    """Write whom a request is about: somebody invited to a centre with a role."""
    return f"{INVITED} {centre.pk} {role.value}"


def target_of_person(role: Role, user: User) -> str:
    """Write whom a request is about: a person with the role to be."""
    return f"{PERSON} {user.pk} {role.value}"


def target_of_reset(user: User) -> str:
    """Write whom a request is about: a person with no second factor, or whose goes; who has the link can be them."""
    return f"{RESET} {user.pk} {user.role}"


def must_be_agreed(*, role: Role, target: str, by: User, before: Role | None = None) -> None:
    """Use a second person's agreement up where one is needed. before: the role that a person has. Raise NeededError."""
    is_reset = target.startswith(RESET)
    if role in GRANTED or (is_reset and role in OWN_NOTES) or _gives_what_they_have_not(role, before, by):
        approvals.use_or_alone(kind=KIND, target=target, by=by)


def _gives_what_they_have_not(role: Role, before: Role | None, by: User) -> bool:
    """Tell whether who reads no case themselves lets somebody read some: it could be their own second account."""
    readers = roles_with(Permission.ENQUIRY_READ)
    return by.role not in readers and role in readers and before not in readers


def works_at_all(user: User, centres: Collection[UUID]) -> bool:
    """Tell whether somebody is of every one of these centres, as an administrator always is."""
    if user.role == Role.ADMIN:
        return True
    of_user = Membership.objects.filter(user=user, centre__in=centres)
    return bool(centres) and of_user.count() == len(set(centres))


def _concerns(user: User, target: str) -> bool:
    what, whom, _role = target.split()
    if what == INVITED:
        return works_at_all(user, [UUID(whom)])
    # Nobody has a say in their own role.
    of_person = list(Membership.objects.filter(user=UUID(whom)).values_list("centre", flat=True))
    return user.pk != UUID(whom) and works_at_all(user, of_person)


def _concerns_alone(user: User, target: str) -> bool:
    """Tell whether a link is for this person, who works with a second factor already: then it is theirs to give away.

    Else who is the only other one could be replaced in silence, and two persons be one. Who has none yet has never
    been a second person, and needs a link that was lost on the first day.
    """
    what, whom, _role = target.split()
    return what == RESET and user.pk == UUID(whom) and is_set_up(user)


def _describe(target: str) -> str:
    what, whom, role = target.split()
    words: dict[str, object] = {"role": Role(role).label}
    if what == INVITED:
        centre = Centre.objects.filter(pk=UUID(whom)).first()
        return _("Invite somebody to %(centre)s as: %(role)s") % {**words, "centre": centre or "–"}
    words["name"] = person(UUID(whom)) or "–"
    if what == RESET:
        return _("Give %(name)s (%(role)s) a link with which a new second factor is set up") % words
    return _("Make %(name)s: %(role)s") % words


APPROVAL_KIND = kinds.ApprovalKind(
    code=KIND,
    label=gettext_lazy("giving a role"),
    asks=Permission.STAFF_MANAGE,
    describe=_describe,
    where=lambda _target: reverse("centres:people"),
    concerns=_concerns,
    concerns_alone=_concerns_alone,
)
