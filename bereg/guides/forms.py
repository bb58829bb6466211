"""What is of guides and sample documents alone, as an editor fills it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.guides.lists import Situation


class GuideForm(forms.Form):
    """The situation that a guide answers, and whether it is one of danger."""

    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices, widget=forms.RadioSelect)
    is_danger = forms.BooleanField(
        label=_("A guide of danger"),
        help_text=_("It stays on the public pages however long nobody looked at it, and says since when."),
        required=False,
    )
