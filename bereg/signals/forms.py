"""What somebody may note of a signal."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_NOTE = 500  # characters


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
