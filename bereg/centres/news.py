"""What came to somebody since they were here last, as *Today* counts it in one line.

A room says it in its module `news`, as `news(person, since, told)`, found by that name: of what the person was told, or
may look at anyway. It opens nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.core.concerns import said


@dataclass(frozen=True)
class NewsLine:
    """A count in words, and where that leads."""

    words: str
    address: str


# The last: how often they were told of each kind of notice since then and have not put it away, asked once for all.
Says = Callable[[User, dt.datetime, Counter[str]], Iterable[NewsLine]]


def news_for(person: User, since: dt.datetime) -> list[NewsLine]:
    """Return what every room has, in the order of the rooms."""
    says: list[Says] = list(said("news", "news"))
    told = notices.waiting_since(person, since)
    return [line for each in says for line in each(person, since, told)]
