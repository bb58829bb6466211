"""Who works where: inviting by a one-time link, joining, getting back in, leaving. People are closed, never deleted."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from bereg.accounts import account_recovery, one_time_links, switches
from bereg.accounts import actions as accounts
from bereg.accounts.factors import is_set_up
from bereg.accounts.models import User
from bereg.accounts.roles import Role, below
from bereg.audit import actions as audit
from bereg.centres import grants
from bereg.centres.models import Centre, Invitation, Membership

VALID_FOR = dt.timedelta(hours=72)


class NotBelowError(Exception):
    """The role is not one that the person looks after, or it is switched off."""


@transaction.atomic
def add_member(*, user: User, centre: Centre, by: User | None) -> None:
    """Let somebody work at a centre."""
    _, created = Membership.objects.get_or_create(user=user, centre=centre)
    if created:
        audit.record("centre.member_added", target=user, by=by)


@transaction.atomic
def invite(*, centre: Centre, role: Role, by: User, id: UUID | None = None, told: str = "") -> str:
    """Make a one-time link and return its secret, which is kept nowhere. Raise NotBelowError, NeededError.

    told: the digits that it ends with, where the rest of it is mailed.

    The same id again, where the link still works, replaces its secret: a form sent twice makes one link, which ends
    when the first one would have, and the page that is shown last has the one that works.
    """
    if role not in _looked_after(_as_they_stand(by)[by.pk]) or not switches.is_offered(role):
        raise NotBelowError
    secret = one_time_links.new_secret() + told
    whom: dict[str, Any] = {"centre": centre, "role": role, "invited_by": by}
    kept: dict[str, Any] = {"secret_hash": one_time_links.secret_hash(secret)}
    until = {"expires_at": timezone.now() + VALID_FOR}
    invitation, is_new = Invitation.objects.get_or_create(pk=id or uuid4(), defaults=whom | kept | until)
    if is_new:
        grants.must_be_agreed(role=role, target=grants.target_of_invitation(role, centre), by=by)
    elif not _renewed(invitation, whom, kept):
        # Used, expired, or the page was changed: another invitation, to which a second person agrees anew.
        return invite(centre=centre, role=role, by=by, told=told)
    audit.record("invitation.made", target=invitation, by=by)
    return secret


def _renewed(invitation: Invitation, whom: dict[str, Any], kept: dict[str, Any]) -> bool:
    """Replace the secret of an invitation of ours that still works, and leads where it did. Tell whether it was."""
    if not invitation.is_genuine:
        return False
    still = one_time_links.still_good(Invitation.objects.filter(pk=invitation.pk, proof=invitation.proof, **whom))
    for name, value in kept.items():
        setattr(invitation, name, value)
    return bool(still.update(**kept, proof=invitation.proven()))


@transaction.atomic
def withdraw_all_invitations() -> None:
    """Let no invitation lead in any more, as after a restore: some may have been withdrawn since the backup."""
    Invitation.objects.filter(used_at=None).delete()


def revoke(*, invitation: Invitation, by: User) -> None:
    """Make a link that nobody has used stop working."""
    deleted, _ = Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()
    if deleted:
        audit.record("invitation.revoked", target=invitation, by=by)


def join(*, secret: str, username: str, name: str, password: str, language: str) -> User:
    """Create the invited person. Raise LinkSpentError; IntegrityError where the user name is taken."""
    hashed = make_password(password)  # outside, so that no other act waits for it
    return _join(secret=secret, username=username, name=name, hashed=hashed, language=language)


@transaction.atomic
def _join(*, secret: str, username: str, name: str, hashed: str, language: str) -> User:
    invitation = one_time_links.spend(Invitation.objects.select_related("centre", "invited_by"), secret)
    user = accounts.create_user(
        username=username,
        name=name,
        role=Role(invitation.role),
        password=hashed,
        is_hashed=True,
        language=language,
        by=invitation.invited_by,
    )
    add_member(user=user, centre=invitation.centre, by=invitation.invited_by)
    audit.record("invitation.used", target=invitation, by=user)
    return user


@transaction.atomic
def close_person(*, user: User, by: User) -> None:
    """Close somebody's account; their sessions end at once. Raise NotBelowError, ValueError on one's own."""
    user = _must_be_below(user, by)
    accounts.close_user(user=user, by=by)
    _withdraw_links_of(user)


@transaction.atomic
def reopen_person(*, user: User, by: User) -> None:
    """Let somebody who left work here again. Raise NotBelowError, NeededError: it gives the role again."""
    user = _must_be_below(user, by)
    _must_be_agreed(user, Role(user.role), by)
    accounts.reopen_user(user=user, by=by)


@transaction.atomic
def change_role(*, user: User, role: Role, by: User) -> None:
    """Give somebody another role; their sessions end.

    Raise NotBelowError on either role, ValueError on one's own, NeededError where a second person has to agree.
    """
    user = _must_be_below(user, by, role)
    if not switches.is_offered(role):
        raise NotBelowError
    if user != by and role != user.role:
        _must_be_agreed(user, role, by)
    accounts.change_role(user=user, role=role, by=by)
    _withdraw_links_of(user)


@transaction.atomic
def offer_reset(*, user: User, with_second_factor: bool, by: User, told: str = "") -> str:
    """Return the secret of a link to a new password.

    Raise NotBelowError, ValueError on oneself or who is closed, NeededError where a second person has to agree.
    """
    user = _must_be_below(user, by)
    secret = account_recovery.offer(user=user, with_second_factor=with_second_factor, by=by, told=told)
    # Whoever opens the link then sets up a factor of their own, and is the person from there on.
    if with_second_factor or not is_set_up(user):
        grants.must_be_agreed(role=Role(user.role), target=grants.target_of_reset(user), by=by)
    return secret


def _must_be_below(user: User, by: User, *roles: Role) -> User:
    """Return the person as they stand now, whom nobody else changes until we are done.

    roles: what they are to become. Raise NotBelowError on that and on what they are.
    """
    now = _as_they_stand(user, by)
    if not {Role(now[user.pk].role), *roles} <= set(_looked_after(now[by.pk])):
        raise NotBelowError
    return now[user.pk]


def _looked_after(person: User) -> list[Role]:
    return below(Role(person.role)) if person.is_active else []


def _as_they_stand(*people: User) -> dict[UUID, User]:
    """Read people anew, and let nobody else change them until the transaction ends.

    Of two who close each other one is then too late, else nobody might be left who lets anybody in; and who is being
    closed invites nobody any more.
    """
    ids = [person.pk for person in people]
    return User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").in_bulk()


def _must_be_agreed(user: User, role: Role, by: User) -> None:
    grants.must_be_agreed(role=role, target=grants.target_of_person(role, user), by=by, before=Role(user.role))


def _withdraw_links_of(user: User) -> None:
    # Else somebody who leaves could come back by a link of their own, or let a stranger in.
    Invitation.objects.filter(invited_by=user, used_at=None).delete()
    account_recovery.withdraw_offers_of(user=user)
