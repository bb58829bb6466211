"""The people: second factors, and whether two can be found for what takes two."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.accounts.queries import people_at_work, without_second_factor
from bereg.accounts.roles import Role
from bereg.console.doctor.findings import Finding, Weight


def findings() -> Iterator[Finding]:
    """Yield what is weak about accounts."""
    if settings.DEMONSTRATION:
        return
    bare = without_second_factor()
    if bare:
        yield Finding(
            "no_second_factor",
            Weight.WEAK,
            _("%d people have not set up a second factor yet.") % bare,
            _("Ask them to sign in once: nothing else opens for them until it is done. Close who has left."),
            "operator-leaves.md",
        )
    at_work = people_at_work()
    for role, code in ((Role.ADMIN, "one_admin"), (Role.SUPERVISOR, "one_supervisor")):
        if at_work.get(role, 0) < 2:
            yield Finding(
                code,
                Weight.WEAK,
                _("There are fewer than two people with the role %s: what takes two persons cannot be done.")
                % role.label,
                _("Invite a second one."),
                "operator-leaves.md",
            )
