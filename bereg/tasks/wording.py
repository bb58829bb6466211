"""Tasks and safe contacts in words."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.wording import clock
from bereg.tasks.models import SafeContact, Task

_FOR_ANY = {
    Role.OPERATOR: gettext_lazy("any operator"),
    Role.LAWYER: gettext_lazy("any lawyer"),
    Role.PSYCHOLOGIST: gettext_lazy("any psychologist"),
    Role.SUPERVISOR: gettext_lazy("any supervisor"),
}


def for_any(role: Role) -> Any:
    """Say for whom a task is that is for whoever has a role."""
    return _FOR_ANY[role]


def whom(task: Task, people: Collection[User] | None = None) -> str:
    """Say whose a task is; "" where coarsening took the name out. people: who does tasks at its centre, where known."""
    if task.holder:
        # Who is closed, has a role without tasks or works elsewhere does it no more: it waits for somebody to take it.
        does_it = task.holder.may(Permission.TASK) and (people is None or task.holder in people)
        is_nobodys = task.is_open and not does_it
        return _("nobody’s, left by %(name)s") % {"name": task.holder} if is_nobodys else str(task.holder)
    return str(for_any(Role(task.role))) if task.role else ""


def safe_words(safe: SafeContact) -> str:
    """Say in one line what of a safe contact stands in codes."""
    said = [_hours(safe), safe.get_language_display() if safe.language else "", safe.get_picks_up_display()]
    return ", ".join(str(each) for each in [*said, safe.get_message_display()] if each)


def _hours(safe: SafeContact) -> str:
    begins, ends = safe.hours_from, safe.hours_until
    if begins and ends:
        return f"{clock(begins)}–{clock(ends)}"
    if begins:
        return _("from %(time)s") % {"time": clock(begins)}
    return _("until %(time)s") % {"time": clock(ends)} if ends else ""
