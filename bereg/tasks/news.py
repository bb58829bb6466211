"""What came to somebody since they were here last: tasks that a colleague gave them, and answers to their questions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.tasks.actions import ANSWERED
from bereg.tasks.acts import GIVEN


def news(_person: User, _since: dt.datetime, told: Counter[str]) -> Iterator[NewsLine]:
    """Count what they were told of and have not put away."""
    where = reverse("accounts:notices")
    if given := told[GIVEN]:
        words = ngettext("%(count)s task given to you", "%(count)s tasks given to you", given)
        yield NewsLine(words % {"count": given}, where)
    if answered := told[ANSWERED]:
        words = ngettext("%(count)s question of yours answered", "%(count)s questions of yours answered", answered)
        yield NewsLine(words % {"count": answered}, where)
