"""Who works where: inviting by a one-time link, joining, getting back in, leaving. People are closed, never deleted."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bereg.accounts import actions as accounts
from bereg.accounts import links, resetting
from bereg.accounts.models import User
from bereg.accounts.permissions import below
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.centres.models import Centre, Invitation, Membership

VALID_FOR = dt.timedelta(hours=72)


class NotBelowError(Exception):
    """The role is not one that the person looks after."""


@transaction.atomic
def add_member(*, user: User, centre: Centre, by: User | None) -> None:
    """Let somebody work at a centre."""
    _, created = Membership.objects.get_or_create(user=user, centre=centre)
    if created:
        audit.record("centre.member_added", target=user, by=by)


@transaction.atomic
def invite(*, centre: Centre, role: Role, by: User) -> str:
    """Make a one-time link and return its secret, which is kept nowhere. Raise NotBelowError."""
    if role not in below(Role(by.role)):
        raise NotBelowError
    secret = links.new_secret()
    invitation = Invitation.objects.create(
        centre=centre,
        role=role,
        secret_hash=links.secret_hash(secret),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit.record("invitation.made", target=invitation, by=by)
    return secret


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Make a link that nobody has used stop working."""
    deleted, _ = Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()
    if deleted:
        audit.record("invitation.revoked", target=invitation, by=by)


@transaction.atomic
def join(*, secret: str, username: str, name: str, password: str, language: str) -> User:
    """Create the invited person. Raise LinkSpentError; IntegrityError where the user name is taken."""
    invitation = links.spend(Invitation.objects.select_related("centre", "invited_by"), secret)
    user = accounts.create_user(
        username=username,
        name=name,
        role=Role(invitation.role),
        password=password,
        language=language,
        by=invitation.invited_by,
    )
    add_member(user=user, centre=invitation.centre, by=invitation.invited_by)
    audit.record("invitation.used", target=invitation, by=user)
    return user


def close_person(*, user: User, by: User) -> None:
    """Close somebody's account; their sessions end at once. Raise NotBelowError, ValueError on one's own."""
    _must_be_below(user, by)
    accounts.close_user(user=user, by=by)


def reopen_person(*, user: User, by: User) -> None:
    """Let somebody who left work here again. Raise NotBelowError."""
    _must_be_below(user, by)
    accounts.reopen_user(user=user, by=by)


def change_role(*, user: User, role: Role, by: User) -> None:
    """Give somebody another role; their sessions end. Raise NotBelowError on either role, ValueError on one's own."""
    _must_be_below(user, by)
    if role not in below(Role(by.role)):
        raise NotBelowError
    accounts.change_role(user=user, role=role, by=by)


def offer_reset(*, user: User, with_second_factor: bool, by: User) -> str:
    """Return the secret of a link to a new password. Raise NotBelowError, ValueError on oneself or who is closed."""
    _must_be_below(user, by)
    return resetting.offer(user=user, with_second_factor=with_second_factor, by=by)


def _must_be_below(user: User, by: User) -> None:
    if Role(user.role) not in below(Role(by.role)):
        raise NotBelowError
