"""An alarm where one person reads the texts of unusually many records, is refused many, or tries many code words.

Looked for each minute in the audit log, so that no reading waits for it.
"""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts import notices
from bereg.accounts.kinds import NoticeKind
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit import request_context
from bereg.audit.queries import Reach, has_act_on, reach_of_each

UNUSUAL = "alarm.unusual"  # the act, and the kind of its notice
READ_WITHIN, REFUSED_WITHIN = dt.timedelta(hours=1), dt.timedelta(minutes=10)
AGAIN_AFTER = dt.timedelta(hours=1)


def look() -> int:
    """Tell of whoever reached for unusually much just now, each at most once an hour. Return of how many."""
    now = timezone.now()
    reached = reach_of_each(read_since=now - READ_WITHIN, refused_since=now - REFUSED_WITHIN)
    return sum(_tell(reach, now) for reach in reached if _is_unusual(reach))


def _is_unusual(reach: Reach) -> bool:
    return bool(_why(reach))


def _why(reach: Reach) -> str:
    """Return the code of what is unusual; nothing where all is usual."""
    if reach.records >= settings.ALARM_RECORDS:
        return "many_records"
    if reach.misses >= settings.ALARM_CODE_WORDS:
        return "many_code_words"
    return "many_refusals" if reach.refusals >= settings.ALARM_REFUSALS else ""


@transaction.atomic
def _tell(reach: Reach, now: dt.datetime) -> bool:
    # Of two processes that look at once the second waits here, and finds that it was told.
    person = User.objects.select_for_update().filter(pk=reach.actor).first()
    if person is None or has_act_on(person, UNUSUAL, since=now - AGAIN_AFTER):
        return False
    centres = list(person.memberships.order_by("pk").values_list("centre_id", flat=True))
    with request_context.at_centre(centres[0] if centres else ""):
        # As a thing, since a record of its own centre names that one: the person's acts are of many.
        audit.record(UNUSUAL, target=audit.Thing("accounts.user", str(person.pk)), by=None, because=_why(reach))
    target = f"{person.pk} {reach.records} {reach.refusals} {reach.misses}"
    notices.give(kind=UNUSUAL, target=target, to=_watchers(person, centres))
    return True


def _watchers(person: User, centres: list[UUID]) -> list[User]:
    """Return who is told: the supervisors of the person's centres; of a supervisor, or where none is, administrators.

    Where there is no other administrator, all other supervisors: an alarm that nobody gets is none.
    """
    at_work = User.objects.filter(closed_at=None).exclude(pk=person.pk).order_by("pk")
    supervisors, admins = at_work.filter(role=Role.SUPERVISOR), at_work.filter(role=Role.ADMIN)
    near = supervisors.filter(memberships__centre__in=centres).distinct()
    if person.role in {Role.SUPERVISOR, Role.ADMIN}:
        near = near.none()
    return list(near) or list(admins) or list(supervisors)


def _words(target: str) -> str:
    pk, records, refusals, *misses = target.split()  # notices of earlier versions know of no code words
    name = User.objects.filter(pk=pk).values_list("name", flat=True).first() or "–"
    read = ngettext("the texts of %d record", "the texts of %d records", int(records)) % int(records)
    said = _("Unusual: %(name)s read %(read)s within an hour and was refused %(refusals)s times. Ask why.")
    if misses and int(misses[0]):
        said = _(
            "Unusual: %(name)s tried %(misses)s code words in vain and read %(read)s within an hour, and was refused"
            " %(refusals)s times. Ask why."
        )
    return said % {"name": name, "read": read, "refusals": refusals, "misses": misses[0] if misses else ""}


NOTICE = NoticeKind(
    code=UNUSUAL,
    words=_words,
    where=lambda target: f"{reverse('audit_review:acts')}?person={target.split()[0]}",
    is_alarm=True,
)
