"""What somebody promised, for the first page of whoever is to do it."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime
from bereg.enquiries.models import Enquiry
from bereg.tasks.choices import WITH_PERSON, TaskKind
from bereg.tasks.models import Task
from bereg.tasks.queries import first_to_do, safe_contacts_of, tasks_on
from bereg.tasks.wording import safe_words, whom

# The keys of the page of a task, and where on it each leads: nothing ends unseen. A question is done by its answer.
KEYS = {"KeyD": "done", "KeyM": "id_due_on", "KeyX": "drop_because"}
MOST = 60  # of what is late, and of what is still to come; a page with more helps nobody


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield what somebody is to do, with how it is safe to reach the person, where that is part of it.

    No sealed word is opened for a list.
    """
    both = first_to_do(person, now, MOST + 1)
    tasks = [task for each in both for task in each[:MOST]]
    cut = {each[MOST - 1].pk for each in both if len(each) > MOST}
    with_person = [each.enquiry for each in tasks if each.enquiry and each.kind in WITH_PERSON]
    safe = safe_contacts_of(with_person)
    for task in tasks:
        own = task.holder_id == person.pk
        contact = safe.get(task.enquiry.pk) if task.enquiry and own and task.kind in WITH_PERSON else None
        page, is_question = reverse("tasks:task", args=[task.pk]), task.kind == TaskKind.QUESTION
        yield DueItem(
            time=time_of(task),
            words=task.get_kind_display(),
            address=page,
            about=task.enquiry.number if task.enquiry else "",
            whom="" if own else _whom(task),
            template="tasks/due.html" if contact else "",
            keys={key: f"{page}#{place}" for key, place in KEYS.items() if place != "done" or not is_question},
            shows={"safe": safe_words(contact) if contact else ""},
            more_follow=task.pk in cut,
        )


def promised_on(enquiry: Enquiry) -> list[str]:
    """Say what is promised on an enquiry at hand and when, for the page that is read out to the caller."""
    now = timezone.now()
    return [f"{each.get_kind_display()}, {time_of(each).words(now)}" for each in tasks_on(enquiry) if each.is_open]


def time_of(task: Task) -> DueTime:
    """Return when a task is due."""
    return DueTime(task.due_at, task.centre, task.is_timed)


def _whom(task: Task) -> str:
    if task.holder and task.holder.is_active:  # who works here no longer, or else it would be their own
        return _("left by %(name)s") % {"name": task.holder}
    return whom(task)
