"""Who waits for an answer in writing, for the first page."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Thread
from bereg.conversations.queries import waiting_for

MOST = 60  # of those that wait longest; a page with more helps nobody
WITHIN, WITHIN_IN_DANGER = dt.timedelta(days=1), dt.timedelta(minutes=15)


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield them: those that nobody took, and the person's own. Nothing is opened for it."""
    for thread in waiting_for(person)[:MOST]:
        if thread.waiting_since is None or thread.taken_by_id not in {None, person.pk}:
            continue
        yield DueItem(
            time=DueTime(thread.waiting_since + (WITHIN_IN_DANGER if thread.is_urgent else WITHIN), thread.centre),
            words=_words(thread),
            address=thread.get_absolute_url(),
            whom="" if thread.taken_by_id else pgettext("whom", "whoever is at work"),
        )


def _words(thread: Thread) -> str:
    if thread.source == ThreadSource.VOICE:
        return _("call back: somebody left a recording")
    if thread.is_urgent:
        return _("answer at once: somebody who wrote may be in danger")
    return _("answer a letter or question")
