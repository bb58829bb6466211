"""The only person of a new installation is administrator and supervisor, one at a time, until a second one comes.

Decision record 0097 says what this may not open: whoever works in the other role does nothing alone that takes two.
"""

from django.conf import settings
from django.db import connection, transaction

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit

BOTH = (Role.ADMIN, Role.SUPERVISOR)


class NotAloneError(Exception):
    """Somebody else works or worked here, or the person is no administrator."""


def may_choose(user: User) -> bool:
    """Tell whether somebody may work in either role: nobody else was ever let in."""
    is_admin = Role.ADMIN in (user.role, user.own_role)
    return is_admin and user.is_active and not settings.DEMONSTRATION and User.objects.count() == 1


@transaction.atomic
def choose(*, role: Role, by: User) -> None:
    """Work as an administrator or as a supervisor from now on. Raise NotAloneError."""
    if connection.vendor == "postgresql":
        # Else somebody who joins in this moment would not see that the role is another one, nor we them.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if role not in BOTH or not may_choose(User.objects.get(pk=by.pk)):
        raise NotAloneError
    own = "" if role == Role.ADMIN else Role.ADMIN
    if User.objects.filter(pk=by.pk).exclude(role=role).update(role=role, own_role=own):
        audit.record("user.role_chosen", target=by, by=by, because=role)


def give_back() -> None:
    """Inside the transaction in which a second person comes: who worked in another role has their own again."""
    for person in User.objects.exclude(own_role="").select_for_update(no_key=True):
        User.objects.filter(pk=person.pk).update(role=person.own_role, own_role="")
        audit.record("user.role_given_back", target=person, by=None, because=person.own_role)
