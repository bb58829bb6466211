"""Choices of the whole installation: which roles are offered, and how far it is set up."""

from django.conf import settings
from django.db import transaction

from bereg.accounts.models import Switch, User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.actions import Thing

# A new centre needs none of these; an administrator switches them on.
OPTIONAL = (Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR, Role.DISTRIBUTOR)


def is_made(name: str) -> bool:
    """Tell whether a choice was made."""
    return Switch.objects.filter(pk=name).exists()


@transaction.atomic
def make(name: str, *, by: User, act: str) -> bool:
    """Make a choice and record it. Return whether it was not made yet."""
    _made, is_new = Switch.objects.get_or_create(name=name)
    if is_new:
        audit.record(act, target=Thing("accounts.switch", name), by=by)
    return is_new


@transaction.atomic
def take_back(name: str, *, by: User, act: str) -> None:
    """Take a choice back and record it."""
    deleted, _ = Switch.objects.filter(pk=name).delete()
    if deleted:
        audit.record(act, target=Thing("accounts.switch", name), by=by)


def switch_role(role: Role, *, on: bool, by: User) -> None:
    """Offer an optional role in this installation, or no more. Who has it keeps it."""
    if role not in OPTIONAL:
        raise ValueError("This role is always there.")
    if on:
        make(_name(role), by=by, act="role.switched_on")
    else:
        take_back(_name(role), by=by, act="role.switched_off")


def is_offered(role: Role) -> bool:
    """Tell whether a role can be given. Where somebody at work has it, it can."""
    return role not in OPTIONAL or role in offered_of_optional()


def offered_of_optional() -> set[Role]:
    """Return the optional roles that can be given."""
    if settings.DEMONSTRATION:
        return set(OPTIONAL)
    on = set(Switch.objects.filter(pk__in=map(_name, OPTIONAL)).values_list("pk", flat=True))
    held = held_of_optional()
    return {role for role in OPTIONAL if _name(role) in on or role in held}


def held_of_optional() -> set[Role]:
    """Return the optional roles that somebody at work has."""
    held = User.objects.filter(closed_at=None, role__in=OPTIONAL).values_list("role", flat=True).distinct()
    return {Role(each) for each in held}


def _name(role: Role) -> str:
    return f"role.{role.value}"
