"""What somebody says of a file when they upload it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Centre
from bereg.importing.options import ReadingOptions


class UploadForm(forms.Form):
    """A file, the centre that it goes to, and what the program cannot know of the file."""

    file = forms.FileField(
        label=_("File of the old register"),
        help_text=_("A table as CSV, XLSX, XLS or ODS, 20 MB at most."),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
    )
    centre = forms.ChoiceField(label=_("Centre"))
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

    def __init__(self, *args: Any, centres: Sequence[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = {str(centre.pk): centre for centre in centres}
        chosen: Any = self.fields["centre"]
        chosen.choices = [(pk, str(centre)) for pk, centre in self.centres.items()]
        if len(self.centres) == 1:
            chosen.widget = forms.HiddenInput()
            self.initial["centre"] = next(iter(self.centres))

    @property
    def destination(self) -> Centre:
        return self.centres[self.cleaned_data["centre"]]

    @property
    def uploaded(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        return found

    @property
    def reading(self) -> ReadingOptions:
        """Return how the file is to be read; which row names the columns is guessed."""
        sheets = (self.cleaned_data["sheet"],) if self.cleaned_data["sheet"] else ()
        return ReadingOptions(sheets=sheets, multiline=self.cleaned_data["multiline"], header=())


class MappingText(forms.Form):
    """The mapping as a text."""

    mapping = forms.CharField(
        label=_("What the columns mean"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 30})
    )
