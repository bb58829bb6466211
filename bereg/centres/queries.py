"""Reading of centres."""

from django.db.models import QuerySet

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre


def centres_of(user: User) -> QuerySet[Centre]:
    """Return the centres that somebody works at."""
    return Centre.objects.filter(memberships__user=user)


def open_centres() -> QuerySet[Centre]:
    """Return every centre at work."""
    return Centre.objects.filter(closed_at=None)


def centres_managed_by(user: User) -> QuerySet[Centre]:
    """Return the centres whose data somebody may change: an administrator all, a supervisor their own."""
    return open_centres() if user.role == Role.ADMIN else centres_of(user)
