"""What is sent of a distributor's list: first the file, then the same as the preview sends it back."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.reference.list_forms import LARGEST_B, LONGEST_PACKED, packed, too_large, unpacked

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class DistributorFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A table (CSV, XLSX, XLS, ODS); 5 MB at most."),
        error_messages={
            "empty": gettext_lazy("This file is empty."),
            "required": gettext_lazy("Choose a file."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read, or to be sent back."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_B or len(packed(found.read())) > LONGEST_PACKED:
            raise ValidationError(too_large())
        found.seek(0)
        return found


class DistributorFileAgain(forms.Form):
    """What the preview sends back."""

    name = forms.CharField(max_length=255)
    packed = forms.CharField(max_length=LONGEST_PACKED, strip=False)

    def clean_packed(self) -> bytes:
        """Return the file."""
        try:
            return unpacked(self.cleaned_data["packed"])
        except ValueError as error:
            raise ValidationError(_("The file did not arrive whole.")) from error
