"""What is typed of languages: those of a colleague, and an interpreter with theirs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.centres.languages import Language
from bereg.shifts.languages import Noted
from bereg.shifts.models import Interpreter


class SpeakerForm(forms.Form):
    """The languages of a colleague."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("Those in which a caller can be advised, not only understood."),
        choices=Language,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LanguageForm(forms.Form):
    """One language that somebody is looked for."""

    language = forms.ChoiceField(label=_("Language"), choices=[("", _("all")), *Language.choices], required=False)


class InterpreterForm(forms.Form):
    """An interpreter who can be called."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    telephone = forms.CharField(
        label=_("Telephone"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=Language,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one language at least.")},
    )
    hours = forms.CharField(
        label=_("When to call"),
        max_length=100,
        required=False,
        help_text=_("In words, such as: weekdays until 20, in need at night."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("About the interpreter's work; nothing about callers."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def clean_telephone(self) -> str:
        """Accept what can be called."""
        number = str(self.cleaned_data["telephone"])
        if not any(sign.isdigit() for sign in number):
            raise ValidationError(_("This is no phone number: write its digits."))
        return number

    def noted(self) -> Noted:
        """Return what is to be kept. Call only where the form is valid."""
        return Noted(**self.cleaned_data)


def as_noted(interpreter: Interpreter) -> dict[str, Any]:
    """Return an interpreter as the form shows them."""
    return {name: getattr(interpreter, name) for name in InterpreterForm.base_fields}
