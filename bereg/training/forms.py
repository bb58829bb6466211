"""What is filled in about the practice of an intern: the masked copy, the draft, the remark."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.enquiries.forms import LONGEST_TEXT
from bereg.redaction.forms import FindingsField

LONGEST_DRAFT, LONGEST_REMARK = 20_000, 2_000  # characters


class GiveForm(forms.Form):
    """To whom, what of the text, and that a person has read it."""

    intern = forms.ChoiceField(label=_("Intern"))
    masked = forms.CharField(
        label=_("What the intern reads"),
        help_text=_("Proposed by the program. Take out what it missed, and put back what tells nothing."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )
    findings = FindingsField(help_text=_("Looked for in what stands above when it was last sent."))
    confirmed = forms.BooleanField(
        label=_("I have read all of it beside the original: nobody can be recognised by it, nor by what happened")
    )

    def __init__(self, *args: Any, interns: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interns = {str(person.pk): person for person in interns}
        field = self.fields["intern"]
        field.choices = [(pk, person.name) for pk, person in self.interns.items()]  # type: ignore[attr-defined]

    def show_findings(self, known: Collection[str]) -> None:
        """Let the page show what the finder still finds in the text as it stands there."""
        findings: Any = self.fields["findings"]
        findings.show(_one_line_break(str(self["masked"].value() or "")), known=known, keeps_certain=False)

    def ask_again(self, why: str) -> None:
        """Say why a valid form is not taken, and let it be confirmed anew: the original is another one by now."""
        self.data = {name: value for name, value in self.data.items() if name != "confirmed"}
        self.add_error(None, why)

    def clean_masked(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["masked"])

    @property
    def chosen(self) -> Any:
        """The intern. Call only after is_valid()."""
        return self.interns[self.cleaned_data["intern"]]


class DraftForm(forms.Form):
    """What an intern writes. It may be kept unfinished, and is not sent empty."""

    text = forms.CharField(
        label=_("Your draft"),
        help_text=_("What you would write into the file: the matter in your words, and what you would advise."),
        required=False,
        max_length=LONGEST_DRAFT,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def __init__(self, *args: Any, sends: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sends = sends

    def clean_text(self) -> str:
        """Refuse to send nothing."""
        text = _one_line_break(self.cleaned_data["text"])
        if self.sends and not text:
            raise ValidationError(_("Write something before you send it."))
        return text


class RemarkForm(forms.Form):
    """Why a draft goes back."""

    remark = forms.CharField(
        label=_("What is to be done better"),
        help_text=_("The intern reads it. Write nothing that the masked text does not say."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


def _one_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
