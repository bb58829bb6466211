"""The form that holds an enquiry beyond its time."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.retention.holds import LEAST_REASON, LONGEST, MOST_REASON
from bereg.vault.classes import HoldReason


class HoldForm(forms.Form):
    """Why, until when, and who looks after it."""

    code = forms.ChoiceField(label=_("Why"), choices=HoldReason.choices)
    reason = forms.CharField(
        label=_("The order or the claim, in a few words"),
        help_text=_("Its number and date; not what the person said. It is sealed."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=LEAST_REASON,
        max_length=MOST_REASON,
    )
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    owner = forms.ChoiceField(label=_("Who looks after it"))

    def __init__(self, *args: Any, owners: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(person.pk): person for person in owners}
        field = self.fields["owner"]
        field.choices = [(pk, person.name) for pk, person in self.owners.items()]  # type: ignore[attr-defined]

    def clean_until(self) -> dt.date:
        """Refuse a day that is past or too far away."""
        until: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within five years."))
        return until

    def as_arguments(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "code": HoldReason(data["code"]),
            "reason": data["reason"],
            "until": data["until"],
            "owner": self.owners[data["owner"]],
        }
