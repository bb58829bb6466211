"""What came to somebody since they were here last: alarms, ended ones too."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.dangers.queries import count_since


def news(person: User, since: dt.datetime, _told: Counter[str]) -> Iterator[NewsLine]:
    """Count the alarms of others that they may look at."""
    count = count_since(person, since, timezone.now())
    if count:
        words = ngettext("%(count)s alarm raised", "%(count)s alarms raised", count)
        yield NewsLine(words % {"count": count}, reverse("dangers:dangers"))
