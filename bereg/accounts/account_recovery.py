"""Back in for who forgot the password or lost the second factor; and the end of somebody's sessions."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import failed_tries, known_browsers, one_time_links
from bereg.accounts.models import KnownBrowser, Reset, Session, User
from bereg.accounts.queries import reset_of
from bereg.audit import actions as audit

VALID_FOR = dt.timedelta(hours=24)
SECOND_FACTOR = "second_factor"  # why it is in the audit log: this goes too


@transaction.atomic
def offer(*, user: User, with_second_factor: bool, by: User | None, told: str = "") -> str:
    """Make a one-time link and return its secret, kept nowhere. Raise ValueError on oneself or who is closed.

    `by` is None on the shell of the machine, where nobody is signed in. told: the digits that the secret ends with,
    where the rest of it is mailed.
    """
    if user == by or not user.is_active:
        raise ValueError("Only a colleague at work is given a new sign-in link.")
    secret = one_time_links.new_secret() + told
    Reset.objects.create(
        user=user,
        with_second_factor=with_second_factor,
        secret_hash=one_time_links.secret_hash(secret),
        offered_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit.record("user.reset_offered", target=user, by=by, because=SECOND_FACTOR if with_second_factor else "")
    return secret


def reset(*, secret: str, password: str) -> User:
    """Set a new password by a link; every session and every other link of the person ends. Raise LinkSpentError."""
    return _reset(secret=secret, hashed=make_password(password))  # outside, so that no other act waits for it


@transaction.atomic
def _reset(*, secret: str, hashed: str) -> User:
    offered = reset_of(secret)
    if offered is None:
        raise one_time_links.LinkSpentError
    # One at a time for each person, whichever of their links is used; a change of role or a closing waits here too.
    user = User.objects.select_for_update().get(pk=offered.user_id)
    one_time_links.spend(Reset.objects.all(), secret)
    user.password = hashed
    user.save(update_fields=["password"])
    if offered.with_second_factor:
        Authenticator.objects.filter(user=user).delete()
    # Without a second factor whoever holds the link sets one up, and is the person from there on.
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        Reset.objects.filter(pk=offered.pk).update(let_in_at=timezone.now())
    end_access(user=user)
    count_anew(user=user)
    audit.record("user.reset", target=user, by=user, because=SECOND_FACTOR if offered.with_second_factor else "")
    return user


def count_anew(*, user: User) -> None:
    """Count no wrong try of an account from before, and know none of its browsers."""
    known_browsers.forget(user=user)
    failed_tries.forget(failed_tries.PASSWORD, user.username)
    failed_tries.forget(failed_tries.SECOND_STEP, str(user.pk))


def end_access(*, user: User) -> None:
    """End every session of somebody, and every link that would let them in."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    Session.objects.filter(user=user).delete()
    spend_links(user=user)


def end_all_access() -> None:
    """End every session and every link, and know no browser any more, as after a restore.

    Who was shut out after the backup was made has a session, a link or a known browser there still.
    """
    User.objects.update(sessions_ended=F("sessions_ended") + 1)
    Session.objects.all().delete()
    KnownBrowser.objects.all().delete()
    one_time_links.end(Reset.objects.all())


def spend_links(*, user: User) -> None:
    """Let no link to a new password of somebody work any more."""
    one_time_links.end(Reset.objects.filter(user=user))


def withdraw_offers_of(*, user: User) -> None:
    """Let no link work any more that somebody gave to others."""
    one_time_links.end(Reset.objects.filter(offered_by=user))
