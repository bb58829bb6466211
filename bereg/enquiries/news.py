"""What came to somebody since they were here last: enquiries that a colleague assigned to them."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.enquiries.acts import ASSIGNED


def news(person: User, since: dt.datetime) -> Iterator[NewsLine]:
    """Count what they were told of and have not put away."""
    count = notices.waiting_since(person, since)[ASSIGNED]
    if count:
        words = ngettext("%(count)s enquiry assigned to you", "%(count)s enquiries assigned to you", count)
        yield NewsLine(words % {"count": count}, reverse("accounts:notices"))
