"""A week as it is typed: for each colleague and day the hours, such as 9-18, with a star for the telephone."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.shifts.models import DAY, Shift
from bereg.shifts.roster import Planned

LONGEST_CELL = 40
STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?\s*(\*?)")


class RosterForm(forms.Form):
    """One field for each colleague and day of a week."""

    def __init__(self, *args: Any, people: Sequence[User], monday: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.days = people, [monday + number * DAY for number in range(7)]
        for person in people:
            for day in self.days:
                label = f"{person.name}, {date_format(day, 'l j E')}"
                # A plain width, so that seven fit beside each other.
                widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "size": 9})
                name = name_of(person, day)
                self.fields[name] = forms.CharField(label=label, required=False, max_length=LONGEST_CELL, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Refuse what are no hours."""
        for name, typed in list(self.cleaned_data.items()):
            if stretches(typed) is None:
                self.add_error(name, _("Write hours like 9-18, 20-8 for a night, 18-9* with the telephone."))
        return self.cleaned_data

    def shifts(self) -> list[Planned]:
        """Return what was planned. Call only where the form is valid."""
        return [
            Planned(person, day, *stretch)
            for person in self.people
            for day in self.days
            for stretch in stretches(self.cleaned_data[name_of(person, day)]) or ()
        ]

    def rows(self) -> Iterator[tuple[User, list[tuple[dt.date, forms.BoundField]]]]:
        """Yield each colleague with the fields of the days."""
        for person in self.people:
            yield person, [(day, self[name_of(person, day)]) for day in self.days]


def name_of(person: User, day: dt.date) -> str:
    """Return the name of the field of a colleague and a day: the weekday, so that a copied week fits."""
    return f"{person.pk}-{day.weekday()}"


def stretches(typed: str) -> list[tuple[dt.time, dt.time, bool]] | None:
    """Read the hours of a day, separated by commas; None: they are none."""
    found = []
    for part in filter(None, (each.strip() for each in typed.split(","))):
        match = STRETCH.fullmatch(part)
        if match is None:
            return None
        begins, ends = _time(match[1], match[2]), _time(match[3], match[4])
        if begins is None or ends is None:
            return None
        found.append((begins, ends, bool(match[5])))
    return found


def as_typed(shifts: Iterable[Shift]) -> dict[str, str]:
    """Return the shifts of a week as the form shows them."""
    cells: dict[str, list[str]] = {}
    for each in shifts:
        words = f"{_short(each.begins)}-{_short(each.ends)}{'*' if each.has_telephone else ''}"
        cells.setdefault(name_of(each.person, each.on), []).append(words)
    return {name: ", ".join(words) for name, words in cells.items()}


def _time(hour: str, minute: str | None) -> dt.time | None:
    hours, minutes = int(hour) % 24 if int(hour) == 24 else int(hour), int(minute or 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def _short(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}" if time.minute else str(time.hour)
