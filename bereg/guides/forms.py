"""What is of guides and sample documents alone, as an editor fills it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.guides.choices import Situation
from bereg.guides.fields import LinesOfFields


class GuideForm(forms.Form):
    """The situation that a guide answers, and whether it is one of danger."""

    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices, widget=forms.RadioSelect)
    is_danger = forms.BooleanField(
        label=_("A guide of danger"),
        help_text=_("It stays on the public pages however long nobody looked at it, and says since when."),
        required=False,
    )


class SampleForm(forms.Form):
    """What is typed into a sample document; in its text each field stands by its name in braces."""

    blanks = LinesOfFields(
        label=_("Fields"),
        help_text=_(
            "One a line: name | text, long, date or number | ru: label | en: label. A question mark after the kind: "
            "the paragraph is left out where nothing is typed. In the text the field stands as {name}. What comes "
            "before a line --- explains the document, and is not printed."
        ),
    )
