"""What a visitor types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Line

MOST_WORDS = 5_000  # characters of a question or a message
WORDS: dict[str, Any] = {
    "max_length": MOST_WORDS,
    "error_messages": {"required": _("Write your question."), "max_length": _("Shorten it to 5,000 characters.")},
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"})


class QuestionForm(forms.Form):
    """A question, and to which centre it goes."""

    text = forms.CharField(label=_("Your question"), widget=_area(8), **WORDS)
    centre = forms.ChoiceField(
        label=_("Which centre answers"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a centre."), "invalid_choice": _("Choose a centre.")},
    )

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(each.pk): each for each in lines}
        if len(lines) < 2:
            del self.fields["centre"]
            return
        field: Any = self.fields["centre"]
        field.choices = [(pk, str(each.centre)) for pk, each in self.lines.items()]
        field.initial = str(lines[0].pk)

    def line(self) -> Line:
        """Return the line that the question goes to, once the form is valid."""
        return self.lines[self.cleaned_data.get("centre") or next(iter(self.lines))]


class ComeBackForm(forms.Form):
    """The code of a question, and what was typed on a page whose time was over meanwhile."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("25 digits. Gaps do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    text = forms.CharField(required=False, label=_("Write to us"), widget=forms.HiddenInput, **WORDS)
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self["text"].value() or "") > MOST_WORDS:  # nobody could shorten what is hidden
            self.fields["text"].widget = _area(8)


class FurtherForm(forms.Form):
    """What somebody writes further."""

    text = forms.CharField(label=_("Write to us"), widget=_area(4), **WORDS)
