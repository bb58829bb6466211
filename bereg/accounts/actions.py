"""What changes the people who work here."""

from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from bereg.accounts import account_recovery, known_browsers, notice_mail, notices, own_role
from bereg.accounts.acts import EMAIL_CHANGED
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit


class AlreadySetUpError(Exception):
    """Somebody works here already: the first run is over."""


def claim_first_run() -> None:
    """Inside a transaction, make sure that nobody else sets up an empty installation. Raise AlreadySetUpError."""
    if connection.vendor == "postgresql":
        # SQLite has one writer at a time; here a second one waits until the first has committed.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {User._meta.db_table} IN EXCLUSIVE MODE")
    if User.objects.exists():
        raise AlreadySetUpError


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    language: str,
    by: User | None,
    id: UUID | None = None,
    is_hashed: bool = False,
) -> User:
    """Create one person; `is_hashed` says that the password is its hash. Raise IntegrityError: name taken."""
    user = User(id=id or uuid4(), username=username.strip().lower(), name=name.strip(), role=role, language=language)
    user.invited_by = by
    if is_hashed:
        user.password = password
    else:
        user.set_password(password)
    user.save(force_insert=True)
    own_role.give_back()
    audit.record("user.created", target=user, by=by, because=role)
    return user


@transaction.atomic
def close_user(*, user: User, by: User) -> None:
    """Close one account and end its sessions; the records keep their author. Raise ValueError on one's own."""
    if user == by:
        raise ValueError("Nobody closes their own account.")
    if User.objects.filter(pk=user.pk, closed_at=None).update(closed_at=timezone.now()):
        account_recovery.end_access(user=user)
        known_browsers.forget(user=user)
        audit.record("user.closed", target=user, by=by)


@transaction.atomic
def reopen_user(*, user: User, by: User) -> None:
    """Let somebody who left sign in again."""
    if User.objects.filter(pk=user.pk).exclude(closed_at=None).update(closed_at=None):
        audit.record("user.reopened", target=user, by=by)


@transaction.atomic
def set_preferences(*, user: User, language: str, shortcuts: bool, by: User, email: str | None = None) -> None:
    """Keep how the program looks and behaves for one person, and where mail finds them; None: as it was."""
    is_moved = email is not None and email != user.email
    # Acts first, as those do that give this person a notice.
    if (language, shortcuts) != (user.language, user.shortcuts) or not is_moved:
        audit.record("user.preferences_set", target=user, by=by)
    if is_moved:
        audit.record(EMAIL_CHANGED, target=user, by=by)
    address = {} if email is None else {"email": email}
    User.objects.filter(pk=user.pk).update(language=language, shortcuts=shortcuts, **address)
    if is_moved:
        notice_mail.begin_anew(user)


def try_mail(*, by: User) -> None:
    """Give oneself a notice of which mail tells, as it would of an alarm."""
    notices.settle(kind=notice_mail.TRIED, target=str(by.pk))
    notices.give(kind=notice_mail.TRIED, target=str(by.pk), to=[by])


@transaction.atomic
def change_role(*, user: User, role: Role, by: User) -> None:
    """Give somebody another role and end their sessions. Raise ValueError on one's own."""
    if user == by:
        raise ValueError("Nobody changes their own role.")
    if User.objects.filter(pk=user.pk).exclude(role=role).update(role=role):
        account_recovery.end_access(user=user)
        audit.record("user.role_changed", target=user, by=by, because=role)
