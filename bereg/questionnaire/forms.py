"""What somebody sends to publish a questionnaire: first the file, then what was read of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Centre
from bereg.centres.queries import open_centres

# What was read comes back with the second form, which takes less than a file may have: each line gains a sign there.
LONGEST_SOURCE_B = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 50_000


class _ForCentre(forms.Form):
    """For which centre it is published; nothing chosen: for every centre without its own."""

    centre = forms.ChoiceField(
        label=_("Where it will be in force"),
        required=False,
        help_text=_("A centre's own questionnaire stays in force there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._centres = {str(centre.pk): centre for centre in open_centres().order_by("code")}
        chosen: Any = self.fields["centre"]
        chosen.choices = [
            ("", _("Every centre without its own")),
            *((pk, str(centre)) for pk, centre in self._centres.items()),
        ]

    @property
    def destination(self) -> Centre | None:
        return self._centres.get(self.cleaned_data["centre"])


class QuestionnaireUpload(_ForCentre):
    """A questionnaire as a file."""

    file = forms.FileField(
        label=_("Questionnaire"),
        help_text=_("An XLSForm as XLSX, Markdown or CSV, 900 kB at most."),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
    )
    field_order = ("file", "centre")

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > LONGEST_SOURCE_B:
            raise too_long()
        return found


class ReadQuestionnaire(_ForCentre):
    """What was read of the file, as the preview sends it back, and what it was compared with."""

    source = forms.CharField(strip=False, widget=forms.HiddenInput)
    instead_of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].widget = forms.HiddenInput()


def is_too_long(source: str) -> bool:
    """Tell whether what was read of a file is more than the second form brings back."""
    return len(source.encode()) + source.count("\n") > LONGEST_SOURCE_B


def too_long() -> ValidationError:
    """Return what is said of such a file."""
    return ValidationError(
        _("The questionnaire is larger than 900 kB. The command on the server takes it: bereg questionnaire publish.")
    )
