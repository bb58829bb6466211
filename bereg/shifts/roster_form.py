"""A week as it is typed: for each colleague and day the hours, such as 9-18, with a star for the telephone."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.shifts.models import DAY, Shift
from bereg.shifts.roster import Planned
from bereg.shifts.typed_hours import hours_of, stretches

LONGEST_CELL = 40


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


def as_typed(shifts: Iterable[Shift]) -> dict[str, str]:
    """Return the shifts of a week as the form shows them."""
    cells: dict[str, list[str]] = {}
    for each in shifts:
        cells.setdefault(name_of(each.person, each.on), []).append(hours_of(each))
    return {name: ", ".join(words) for name, words in cells.items()}
