"""What came to somebody since they were here last: tasks that a colleague gave them, and answers to their questions."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.tasks.actions import ANSWERED
from bereg.tasks.acts import GIVEN


def news(person: User, since: dt.datetime) -> Iterator[NewsLine]:
    """Count what they were told of and have not put away."""
    counts, where = notices.waiting_since(person, since), reverse("accounts:notices")
    if given := counts[GIVEN]:
        words = ngettext("%(count)s task given to you", "%(count)s tasks given to you", given)
        yield NewsLine(words % {"count": given}, where)
    if answered := counts[ANSWERED]:
        words = ngettext("%(count)s question of yours answered", "%(count)s questions of yours answered", answered)
        yield NewsLine(words % {"count": answered}, where)
