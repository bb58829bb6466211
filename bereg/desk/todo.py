"""What is to be done, as *Today* begins with it: late, today, this week."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bereg.accounts.queries import User
from bereg.centres.clock import in_zone
from bereg.centres.due import DueItem, due_for

WEEK = dt.timedelta(days=7)
MOST_IN_GROUP = 20


@dataclass(frozen=True)
class TodoLine:
    """One thing to do: when, in words, with the colour that goes with them."""

    item: DueItem
    when: str
    state: str


@dataclass(frozen=True)
class TodoGroup:
    title: str
    state: str
    count: int
    lines: list[TodoLine]


@dataclass(frozen=True)
class TodoList:
    groups: list[TodoGroup]
    later: int  # what is due after this week


def to_do_list(person: User, now: dt.datetime) -> TodoList:
    """Return what of every room is somebody's to do: what is late first, the oldest on top."""
    late, today, week, later = list[DueItem](), list[DueItem](), list[DueItem](), 0
    for item in due_for(person, now):
        if item.time.is_late(now):
            late.append(item)
        elif item.time.on == in_zone(now, item.time.centre).date():
            today.append(item)
        elif item.time.at <= now + WEEK:
            week.append(item)
        else:
            later += 1
    named = ((_("Late"), "late", late), (_("Today"), "", today), (_("This week"), "", week))
    return TodoList([_group(*each, now) for each in named if each[2]], later)


def _group(title: str, state: str, items: list[DueItem], now: dt.datetime) -> TodoGroup:
    lines = [TodoLine(item, item.time.words(now), item.time.state(now)) for item in items[:MOST_IN_GROUP]]
    return TodoGroup(title, state, len(items), lines)
