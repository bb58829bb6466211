"""What somebody says of a file when they upload it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Centre
from bereg.importing.models import RegisterImport
from bereg.importing.options import ReadingOptions


class UploadForm(forms.Form):
    """A file, the centre that it goes to, and what the program cannot know of the file."""

    file = forms.FileField(
        label=_("File of the old register"),
        help_text=_("A table as CSV, XLSX, XLS or ODS, 20 MB at most."),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
    )
    centre = forms.ChoiceField(label=_("Centre"))
    like = forms.ChoiceField(
        label=_("What the columns mean"),
        required=False,
        help_text=_(
            "For another file of a register that you uploaded before, or its rejected rows, corrected: choose that one."
        ),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=31,
        help_text=_(
            "Only for a workbook with several filled sheets: the name of the one to import; * means all of them."
        ),
    )
    multiline = forms.BooleanField(
        label=_("I have looked at the texts of several lines: they hold no other rows"), required=False
    )

    def __init__(
        self, *args: Any, centres: Sequence[Centre], earlier: Iterable[RegisterImport] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(each.pk): each for each in earlier}
        ways: Any = self.fields["like"]
        ways.choices = [("", _("guess from the file")), *((pk, _as_in(each)) for pk, each in self.earlier.items())]
        self.centres = {str(centre.pk): centre for centre in centres}
        chosen: Any = self.fields["centre"]
        chosen.choices = [(pk, str(centre)) for pk, centre in self.centres.items()]
        if before := self.earlier.get(str(self.initial.get("like"))):
            self.initial["centre"] = str(before.centre_id)
        if len(self.centres) == 1:
            chosen.widget = forms.HiddenInput()
            self.initial["centre"] = next(iter(self.centres))

    def clean(self) -> dict[str, Any]:
        """Refuse columns of another centre's register: its lines and its home country are other ones."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("centre") and self.same_as and self.same_as.centre != self.destination:
            self.add_error(
                "like", _("These are the columns of another centre's register: let them be guessed from the file.")
            )
        return given

    @property
    def destination(self) -> Centre:
        return self.centres[self.cleaned_data["centre"]]

    @property
    def same_as(self) -> RegisterImport | None:
        """Return the earlier upload whose columns this file has, if it was named."""
        return self.earlier.get(self.cleaned_data.get("like", ""))

    @property
    def uploaded(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        return found

    @property
    def reading(self) -> ReadingOptions:
        """Return how the file is to be read; which row names the columns is guessed."""
        sheets = (self.cleaned_data["sheet"],) if self.cleaned_data["sheet"] else ()
        return ReadingOptions(sheets=sheets, multiline=self.cleaned_data["multiline"], header=())


def _as_in(register: RegisterImport) -> str:
    when = f"{timezone.localtime(register.made_at):%d.%m.%Y %H:%M}"
    return _("as in the file of %(when)s, %(centre)s") % {"when": when, "centre": register.centre}


class MappingText(forms.Form):
    mapping = forms.CharField(
        label=_("What the columns mean"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 30})
    )
