"""What changes the people who work here."""

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit


@transaction.atomic
def create_user(*, username: str, name: str, role: Role, password: str, language: str, by: User | None) -> User:
    """Create one person. Raise IntegrityError where the user name is taken."""
    user = User(username=username.strip().lower(), name=name.strip(), role=role, language=language)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record("user.created", target=user, by=by)
    return user


@transaction.atomic
def close_user(*, user: User, by: User) -> None:
    """Close one person's account; the records keep their author. Raise ValueError on one's own account."""
    if user == by:
        raise ValueError("Nobody closes their own account.")
    if User.objects.filter(pk=user.pk, closed_at=None).update(closed_at=timezone.now()):
        audit.record("user.closed", target=user, by=by)
