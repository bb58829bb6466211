"""What is to be done, as *Today* begins with it: late, today, this week."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    is_cut: bool  # there is more than was counted

    @property
    def counted(self) -> str:
        """Say how much it is."""
        return _up_to(self.count, self.is_cut)


@dataclass(frozen=True)
class TodoList:
    groups: list[TodoGroup]
    later: int  # what is due after this week
    is_cut: bool  # there is more of that than was counted

    @property
    def later_words(self) -> str:
        """Say how much is due later."""
        words = ngettext("%(count)s more is due later.", "%(count)s more are due later.", self.later)
        return words % {"count": _up_to(self.later, self.is_cut)}


def to_do_list(person: User, now: dt.datetime) -> TodoList:
    """Return what of every room is somebody's to do: what is late first, the oldest on top."""
    late, today, week, later = (list[DueItem]() for _number in range(4))
    for item in due_for(person, now):
        if item.time.is_late(now):
            late.append(item)
        elif item.time.on == in_zone(now, item.time.centre).date():
            today.append(item)
        elif item.time.at <= now + WEEK:
            week.append(item)
        else:
            later.append(item)
    named = (
        (_("Late"), "late", late, late),
        (_("Today"), "", today, today),
        (_("This week"), "", week, [*today, *week]),
    )
    groups = [_group(*each, now) for each in named if each[2]]
    return TodoList(groups, len(later), is_cut=_is_cut([*today, *week, *later]))


def _group(title: str, state: str, items: list[DueItem], until: list[DueItem], now: dt.datetime) -> TodoGroup:
    lines = [TodoLine(item, item.time.words(now), item.time.state(now)) for item in items[:MOST_IN_GROUP]]
    return TodoGroup(title, state, len(items), lines, is_cut=_is_cut(until))


def _is_cut(items: list[DueItem]) -> bool:
    return any(item.more_follow for item in items)


def _up_to(count: int, is_cut: bool) -> str:
    return _("more than %(most)s") % {"most": count} if is_cut else str(count)
