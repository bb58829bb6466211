"""What is typed to make a link, and what a partner types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.partner_links.choices import ANSWERS, LinkAnswer, LinkDays, LinkStep

MOST_WORDS = 4_000  # characters of an answer


class PartnerLinkForm(forms.Form):
    """How long a new link lasts."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    days = forms.TypedChoiceField(
        label=_("It lasts"), choices=LinkDays.choices, coerce=lambda typed: LinkDays(int(typed)), initial=LinkDays.WEEK
    )


class LinkCodeForm(forms.Form):
    """The code that was told by telephone."""

    code = forms.CharField(
        label=_("The code that you were told by telephone"),
        help_text=_("25 digits. Gaps do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class PartnerAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    words = forms.CharField(
        label=_("In words, if you like"),
        help_text=_("Where you decline, please say why."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, step: LinkStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.choices = [(each.value, each.label) for each in ANSWERS[step]]

    def clean(self) -> dict[str, Any]:
        """Ask who declines for the reason."""
        typed = self.cleaned_data
        if typed.get("answer") == LinkAnswer.DECLINED and not typed.get("words", "").strip():
            self.add_error("words", _("Please say in a few words why not, so that help is looked for elsewhere."))
        return typed

    def given(self) -> LinkAnswer:
        """Return the answer, once the form is valid."""
        return LinkAnswer(self.cleaned_data["answer"])
