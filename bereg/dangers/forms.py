"""The steps of a centre as its supervisor writes them, and where an alarm is passed to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Centre
from bereg.dangers.choices import PassReason
from bereg.dangers.models import Danger
from bereg.dangers.procedures import lines_in
from bereg.dangers.queries import centres_to_pass

MOST_STEPS, LONGEST_STEP, LONGEST = 30, 300, 6000


class PassForm(forms.Form):
    """To which centre an alarm is passed, and why. No words: they would say something of the caller."""

    to = forms.ModelChoiceField(label=_("To which centre"), queryset=Centre.objects.none(), empty_label="—")
    because = forms.ChoiceField(label=_("Why there"), choices=[("", "—"), *PassReason.choices])

    def __init__(self, *args: Any, danger: Danger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = centres_to_pass(danger)

    def reason(self) -> PassReason:
        """Return why. Call only after is_valid()."""
        return PassReason(self.cleaned_data["because"])


class StepsForm(forms.Form):
    """One step a line; empty: the program's own steps again."""

    text = forms.CharField(
        label=_("Steps, one a line"),
        help_text=_(
            "In the order in which they are done, with the numbers to call. Names of callers never belong here. "
            "Emptied, it becomes the program's own text again."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "data-key": "Alt+KeyT"}),
    )

    def clean_text(self) -> str:
        """Return the steps without empty lines."""
        lines = lines_in(self.cleaned_data["text"])
        if len(lines) > MOST_STEPS:
            raise ValidationError(_("At most %d steps: nobody reads more in a hurry.") % MOST_STEPS)
        long = [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_STEP]
        if long:
            said = {"number": long[0], "most": LONGEST_STEP}
            raise ValidationError(_("Step %(number)d has more than %(most)d characters: part it.") % said)
        return "\n".join(lines)
