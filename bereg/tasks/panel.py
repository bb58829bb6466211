"""What of tasks stands on the page of an enquiry: the next thing promised on top, and how it is safe to call."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.contacts.channels import Precision
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.panels import Dated
from bereg.tasks.due import time_of
from bereg.tasks.models import Task
from bereg.tasks.queries import safe_contact_of, tasks_on
from bereg.tasks.texts import opened
from bereg.tasks.wording import safe_words, whom


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return what is promised on an enquiry, to whoever sees it."""
    now, is_kept = timezone.now(), enquiry.consent == Consent.YES and not (enquiry.mistake or enquiry.is_coarse)
    may_add = is_kept and person.may(Permission.TASK)
    promised = [
        {
            "task": task,
            "when": time_of(task).words(now),
            "state": time_of(task).state(now),
            "whom": whom(task),
            "is_mine": task.holder_id == person.pk,
        }
        for task in tasks_on(enquiry)
        if task.is_open
    ]
    if not (promised or may_add):
        return None
    shows = {"next": promised[0] if promised else None, "others": promised[1:], "may_add": may_add}
    return Panel("tasks/panel.html", shows, stands_first=bool(promised))


def beside_contact(enquiry: Enquiry, person: User) -> Panel:
    """Return how it is safe to reach the person, for whoever may see the number."""
    safe = safe_contact_of(enquiry)
    shows = {"safe": safe_words(safe), "said": opened(safe, by=person)} if safe else {}
    return Panel("tasks/safe_panel.html", shows)


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return what became of tasks for the time line; what is still to come stands in the panel."""
    for task in tasks_on(enquiry):
        if task.ended_at:
            precision = Precision.MONTH if enquiry.is_coarse else Precision.MINUTE
            yield Dated(task.ended_at, _words(task), str(task.holder or ""), precision=precision)


def _words(task: Task) -> str:
    return _("Task: %(kind)s, %(state)s") % {"kind": task.get_kind_display(), "state": task.get_state_display()}
