"""Reading of the people who work here."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count

from bereg.accounts.demonstration import ACCOUNTS, DemonstrationAccount
from bereg.accounts.models import Reset, User
from bereg.accounts.one_time_links import find
from bereg.accounts.permissions import Permission, roles_with
from bereg.accounts.roles import Role, below

# Screens may not touch models; they take the name of the type from here.
__all__ = ["User"]


def installation_is_empty() -> bool:
    """Tell whether nobody can sign in yet, so that the first-run page may be shown."""
    return not User.objects.exists()


def demonstration_accounts() -> list[DemonstrationAccount]:
    """Return whom the sign-in page of the demonstration lists, those who can sign in; nobody elsewhere."""
    if not settings.DEMONSTRATION:
        return []
    known = set(User.objects.filter(closed_at=None).values_list("id", flat=True))
    return [account for account in ACCOUNTS if account.id in known]


def ids_of_people() -> frozenset[UUID]:
    """Return the ids of everybody who works or worked here."""
    return frozenset(User.objects.values_list("id", flat=True))


def person(id: UUID) -> User | None:
    return User.objects.filter(pk=id).first()


def reset_of(secret: str) -> Reset | None:
    """Return what a link to a new password offers, if it works and who made it may still do so."""
    found = find(Reset.objects.select_related("user", "offered_by"), secret)
    if found is None or not found.user.is_active:
        return None
    if found.offered_by is None:  # made on the machine itself
        return found
    return found if found.offered_by.is_active and Role(found.user.role) in below(Role(found.offered_by.role)) else None


def names_of(ids: set[str]) -> dict[str, str]:
    """Return the names of people by their id as text; what is no person's id is left out."""
    known = filter(None, map(_id_of, ids))
    return {str(pk): name for pk, name in User.objects.filter(pk__in=known).values_list("pk", "name")}


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:  # the program, somebody not signed in, a code
        return None


def people_with(permission: Permission) -> list[User]:
    """Return who has a permission, however far, and can sign in."""
    return list(User.objects.filter(closed_at=None, role__in=roles_with(permission)).order_by("pk"))


def people_at_work() -> dict[str, int]:
    """Return how many people of each role can sign in."""
    counted = User.objects.filter(closed_at=None).values_list("role").annotate(count=Count("id"))
    return dict(counted)


def without_second_factor() -> int:
    """Count the people who can sign in and have no second factor yet."""
    having = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user_id")
    return User.objects.filter(closed_at=None).exclude(pk__in=having).count()


def person_named(username: str) -> User | None:
    """Return one person by user name; capital and small letters are the same."""
    return User.objects.filter(username=username.strip().lower()).first()
