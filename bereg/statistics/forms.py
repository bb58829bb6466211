"""What somebody may choose on the page of figures, and note of a signal."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.statistics import months
from bereg.statistics.catalogue import ALL
from bereg.statistics.months import Period
from bereg.statistics.wording import GROUPS, Labels, month_name

YEAR = 13  # months: from May to the next May, as yearly reports are written
MOST_NOTE = 500  # characters


class MonthsForm(forms.Form):
    """The first and the last of some months."""

    first = forms.ChoiceField(label=_("From"))
    last = forms.ChoiceField(label=_("To"))

    def choice(self, name: str) -> forms.ChoiceField:
        """Return a field that is chosen from a list."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker; declared as one
        return field

    def offer(self, offered: Iterable[date]) -> list[str]:
        """Offer months to choose from, and return their names."""
        known = [(months.name(month), month_name(month)) for month in offered]
        for name in ("first", "last"):
            self.choice(name).choices = known
        return [name for name, _words in known]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        if cleaned.get("first", "") > cleaned.get("last", "9"):
            self.add_error("last", _("The last month is before the first one."))
        return cleaned

    @property
    def period(self) -> Period:
        """Return the period of a valid form."""
        return Period(months.parse(self.cleaned_data["first"]), months.parse(self.cleaned_data["last"]))


class PeriodForm(MonthsForm):
    """A period, a centre and a group."""

    centre = forms.ChoiceField(label=_("Centre"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=list(GROUPS.items()))

    def __init__(self, typed: Any, *, recorded: Period, labels: Labels) -> None:
        standard = standard_period(recorded)
        chosen = {"first": months.name(standard.first), "last": months.name(standard.last), "centre": ALL, "group": ALL}
        super().__init__({**chosen, **{name: typed[name] for name in chosen if typed.get(name)}})
        self.offer(recorded)
        self.choice("centre").choices = [(ALL, labels.centre(ALL)), *labels.centres().items()]


def standard_period(recorded: Period) -> Period:
    """Return what is shown where nothing was chosen: the last thirteen months that hold anything."""
    first: date = recorded.last
    for _month in range(YEAR - 1):
        first = months.preceding(first)
    return Period(max(first, recorded.first), recorded.last)


class ReleaseForm(MonthsForm):
    """The months of a release: closed ones, the last one to begin with."""

    def __init__(self, *args: Any, closed: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.offer(sorted(closed))[-1:]:
            self.initial = {"first": name, "last": name}


class NoteForm(forms.Form):
    """What somebody noted of a signal."""

    note = forms.CharField(
        label=_("What you found out"),
        help_text=_(
            "About the figures, such as a campaign or a new law. Nothing about a person: this text is not sealed."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_NOTE,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
