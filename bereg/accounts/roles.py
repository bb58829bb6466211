"""The roles of the people who work here, and who gives whom which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at work; rights follow from `permissions.py`."""

    OPERATOR = "operator", _("operator")
    LAWYER = "lawyer", _("lawyer")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    SUPERVISOR = "supervisor", _("supervisor")
    ANALYST = "analyst", _("analyst")
    PUBLISHER = "publisher", _("publisher")
    INTERN = "intern", _("intern")
    # Translators: A role: whoever writes guides and keeps the directory, and sees no case.
    EDITOR = "editor", _("editor")
    # Translators: A role: whoever gives leaflets out in the street, and sees no case.
    DISTRIBUTOR = "distributor", _("distributor")
    ADMIN = "admin", _("administrator")


# Whom each role may invite, close and reopen: those below it. An administrator may do so with everybody else.
BELOW: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset(Role) - {Role.SUPERVISOR, Role.ADMIN},
    Role.ADMIN: frozenset(Role),
}


def below(role: Role) -> list[Role]:
    """Return the roles that somebody of a role looks after, in the order of the list of roles."""
    return [one for one in Role if one in BELOW.get(role, ())]
