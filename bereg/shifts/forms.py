"""What is written to the next shift."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 2_000


class HandOverForm(forms.Form):
    """A note to the next shift."""

    words = forms.CharField(
        label=_("What the next shift must know"),
        help_text=_("No names or stories of callers. The number of the enquiry is enough: what was said stands there."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autofocus": True}),
    )
