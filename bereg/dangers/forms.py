"""The steps of a centre as its supervisor writes them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.dangers.procedures import lines_in

MOST_STEPS, LONGEST_STEP, LONGEST = 30, 300, 6000


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
