"""The people: second factors, and whether two can be found for what takes two."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts import approvals, planted_credentials, roles_in_the_log
from bereg.accounts.acts import PLANTED_SESSION
from bereg.accounts.one_time_links import LINK
from bereg.accounts.queries import people_at_work, without_second_factor
from bereg.accounts.roles import Role
from bereg.core.findings import Finding, Weight

LOOKED_BACK = dt.timedelta(days=30)


def findings() -> Iterator[Finding]:
    """Yield what is weak about accounts."""
    if settings.DEMONSTRATION:
        return
    yield from _planted()
    yield from _past_the_log()
    bare = without_second_factor()
    if bare:
        yield Finding(
            "no_second_factor",
            Weight.WEAK,
            _("%d people have not set up a second factor yet.") % bare,
            _(
                "Ask them to sign in once: nothing else opens for them until it is done. "
                "Close the accounts of those who have left."
            ),
            "operator-leaves.md",
        )
    at_work = people_at_work()
    for role, code in ((Role.ADMIN, "one_admin"), (Role.SUPERVISOR, "one_supervisor")):
        if at_work.get(role, 0) < 2:
            yield Finding(
                code,
                Weight.WEAK,
                _("There are fewer than two people with the role %s: what takes two people cannot be done.")
                % role.label,
                _("Invite a second one."),
                "operator-leaves.md",
            )
    yield from _second_persons()


def _planted() -> Iterator[Finding]:
    """Yield whose sign-in was refused, until they are given a new one. Without the keys nobody sees more from here."""
    for name in planted_credentials.refused_since(timezone.now() - LOOKED_BACK):
        yield Finding(
            "planted",
            Weight.GRAVE,
            _("The password or a second factor of %s was not set by this program: somebody writes to the database.")
            % name,
            _("Run `bereg audit verify`, and `bereg people reset --second-factor %s`.") % name,
            "thief.md",
        )
    if planted_credentials.tried_since(LINK, timezone.now() - LOOKED_BACK):
        yield Finding(
            "planted_link",
            Weight.GRAVE,
            _("Somebody came with a link that this program has not made: somebody writes to the database."),
            _("Run `bereg audit verify`, and look in the audit log whose link it was."),
            "thief.md",
        )
    if planted_credentials.tried_since(PLANTED_SESSION, timezone.now() - LOOKED_BACK):
        yield Finding(
            "planted_session",
            Weight.GRAVE,
            _("Somebody came with a session that this program has not opened: somebody writes to the database."),
            _("Run `bereg audit verify`, and look in the audit log whose session it was."),
            "thief.md",
        )


def _past_the_log() -> Iterator[Finding]:
    for sentence in roles_in_the_log.sentences():
        yield Finding(
            "past_the_log",
            Weight.GRAVE,
            sentence,
            _(
                "Put it right on the page of the people. The audit log does not say who did it: "
                "run `bereg audit verify`, and find out who writes to the database."
            ),
            "thief.md",
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
