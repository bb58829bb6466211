"""The people: second factors, and whether two can be found for what takes two."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts import approvals
from bereg.accounts.queries import people_at_work, without_second_factor
from bereg.accounts.roles import Role
from bereg.centres.queries import centres_without
from bereg.console.doctor.findings import Finding, Weight
from bereg.vault import break_glass

LOOKED_BACK = dt.timedelta(days=30)


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
    yield from _centres()
    yield from _second_persons()


def _centres() -> Iterator[Finding]:
    without = [centre.code for centre in centres_without(Role.SUPERVISOR)]
    if without:
        yield Finding(
            "centre_without_supervisor",
            Weight.WEAK,
            _("Centres without a supervisor: %s. Nobody of them agrees as the second person or reviews broken glass.")
            % ", ".join(without),
            _("Invite a supervisor to each of them."),
            "second-person.md",
        )


def _second_persons() -> Iterator[Finding]:
    alone = approvals.done_alone_since(timezone.now() - LOOKED_BACK)
    if alone:
        yield Finding(
            "done_alone",
            Weight.WEAK,
            ngettext(
                "%d act of the last 30 days was done without a second person.",
                "%d acts of the last 30 days were done without a second person.",
                alone,
            )
            % alone,
            _("See under Approvals what it was, and in the record whether colleagues were closed or demoted before."),
            "second-person.md",
        )
    overdue = break_glass.overdue()
    if overdue:
        yield Finding(
            "glass_unreviewed",
            Weight.WEAK,
            ngettext(
                "%d broken glass has waited for more than 72 hours for a review.",
                "%d broken glasses have waited for more than 72 hours for a review.",
                overdue,
            )
            % overdue,
            _("Ask a supervisor of the centre to review it: Approvals, Broken glass."),
            "second-person.md",
        )
