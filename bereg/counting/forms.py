"""Choosing months."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.counting import months
from bereg.counting.months import Period
from bereg.counting.wording import month_name


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
