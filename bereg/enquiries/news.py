"""What came to somebody since they were here last: enquiries that a colleague assigned to them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.enquiries.acts import ASSIGNED


def news(_person: User, _since: dt.datetime, told: Counter[str]) -> Iterator[NewsLine]:
    """Count what they were told of and have not put away."""
    if count := told[ASSIGNED]:
        words = ngettext("%(count)s enquiry assigned to you", "%(count)s enquiries assigned to you", count)
        yield NewsLine(words % {"count": count}, reverse("accounts:notices"))
