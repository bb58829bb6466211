"""Choosing months."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bereg.counting import months, queries
from bereg.counting.months import Period
from bereg.counting.wording import month_name

YEAR = 13  # months: from May to the next May, as yearly reports are written


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
        return Period(months.parse(self.cleaned_data["first"]), months.parse(self.cleaned_data["last"]))


def standard_period(existing: Sequence[date]) -> Period:
    """Return what is shown where nothing was chosen: the last thirteen months that hold anything.

    In a demonstration those up to the one that waits to be closed: after its year it has a few contacts of our days.
    """
    last = queries.month_to_close() if settings.DEMONSTRATION else None
    shown = [month for month in existing if last is None or month <= last] or existing
    return Period(shown[-YEAR:][0], shown[-1])
