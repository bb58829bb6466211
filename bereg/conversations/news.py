"""What came to somebody since they were here last: answers to what they wrote, and what was handed to them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.conversations.acts import CAME, GIVEN


def news(_person: User, _since: dt.datetime, told: Counter[str]) -> Iterator[NewsLine]:
    """Count what they were told of and have not put away."""
    where = reverse("accounts:notices")
    if came := told[CAME]:
        words = ngettext("%(count)s letter came back to you", "%(count)s letters came back to you", came)
        yield NewsLine(words % {"count": came}, where)
    if given := told[GIVEN]:
        words = ngettext("%(count)s letter handed to you", "%(count)s letters handed to you", given)
        yield NewsLine(words % {"count": given}, where)
