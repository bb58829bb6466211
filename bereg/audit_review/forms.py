"""What somebody narrows the audit log to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.audit_review.wording import GROUPS
from bereg.core.forms import EARLIEST, LATEST, NO_DATE

WEEK = dt.timedelta(days=6)  # before the last day, which counts too


class AuditForm(forms.Form):
    """Nothing is obligatory: without dates it is this week."""

    first = forms.DateField(required=False, label=_("From"), error_messages={"invalid": NO_DATE})
    last = forms.DateField(required=False, label=_("To"), error_messages={"invalid": NO_DATE})
    person = forms.ChoiceField(required=False, label=_("Who"))
    group = forms.ChoiceField(required=False, label=_("What"))
    number = forms.CharField(required=False, label=_("Number of the enquiry"), max_length=64)

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], groups: list[str], numbers: bool, today: dt.date
    ) -> None:
        super().__init__(*args)
        self._today = today
        self._offer("person", people)
        self._offer("group", [(code, GROUPS[code].label) for code in groups])
        if not people:
            del self.fields["person"]
        if not numbers:
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        """Fill in this week, and refuse a period that ends before it begins."""
        cleaned = self.cleaned_data
        for name in ("first", "last"):
            if cleaned.get(name) and not EARLIEST <= cleaned[name] <= LATEST:
                self.add_error(name, NO_DATE)
        if not self.errors:
            last = cleaned["last"] = cleaned["last"] or max(self._today, cleaned["first"] or self._today)
            cleaned["first"] = cleaned["first"] or last - WEEK
            if cleaned["first"] > last:
                self.add_error("last", _("The period ends before it begins."))
        return cleaned

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *choices]
