"""The strip above every page: what it shows to whom."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from bereg.accounts import known_browsers
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.row_access import reach_of
from bereg.dangers.queries import Alarm, alarms_for, is_any_untaken


@dataclass(frozen=True)
class Strip:
    """What there is. is_heard: whether the page looks for alarms; is_waiting: nobody is signed in, and there is one."""

    is_heard: bool = False
    alarms: list[Alarm] = field(default_factory=list)
    is_waiting: bool = False


def strip_for(person: User) -> Strip:
    """Return the alarms of somebody who is signed in."""
    if not person.may(Permission.DANGER):
        return Strip()
    with reach_of(person):
        return Strip(is_heard=True, alarms=alarms_for(person))


def strip_at_desk(request: HttpRequest) -> Strip:
    """Return whether there is an alarm, where nobody is signed in.

    A stranger's browser learns nothing, and costs no look into the database.
    """
    is_desk = known_browsers.is_ours(request.COOKIES.get(known_browsers.COOKIE, ""))
    return Strip(is_heard=is_desk, is_waiting=is_desk and is_any_untaken())
