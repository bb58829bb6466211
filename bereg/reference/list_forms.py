"""What somebody sends to take a list in: first the file, then what was read of it, as the preview sends it back."""

import base64
import binascii
import datetime as dt
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.core.text_normalisation import normalise
from bereg.reference.drafts import Reading
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.list_difference import ListDifference
from bereg.reference.list_mapping import ListMapping, MappingError, read_list_mapping
from bereg.reference.queries import newest_list

WHOLE, PART = "whole", "part"
LARGEST_B, LARGEST_MAPPING_B = 5_000_000, 50_000
# Packed it comes back with the second form, which takes less than a file may have.
LONGEST_PACKED = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 50_000


class _OfList(forms.Form):
    """What is known of a list besides its rows."""

    kind = forms.ChoiceField(label=gettext_lazy("What it lists"), widget=forms.RadioSelect)
    as_of = forms.DateField(
        label=gettext_lazy("Day of the list"),
        help_text=gettext_lazy("For which the register says so, like 2008-11-01; empty: the day that the file names."),
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Who keeps the register, as it is said to callers."),
        max_length=200,
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("How much it holds"),
        choices=[
            (WHOLE, gettext_lazy("the whole register: what it lacks is no longer on the list")),
            (PART, gettext_lazy("a part: what it lacks stays as it is")),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    strict = forms.BooleanField(
        label=gettext_lazy("Take nothing if anything in the file is at fault"),
        help_text=gettext_lazy("Otherwise you see what could not be read, and choose whether the rest is taken in."),
        required=False,
    )
    mapped: ListMapping | None = None
    is_of_register = False  # whether the file is of a register whose list answers for what is not on it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = [(kind.code, kind.plural) for kind in readable()]

    @property
    def of_kind(self) -> EntryKind:
        return kinds()[self.cleaned_data["kind"]]

    def clean_as_of(self) -> dt.date | None:
        """Refuse a day to come."""
        day: dt.date | None = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def read(self, content: bytes, name: str) -> Reading:
        """Return what a file says, of the day and the extent that were chosen. Call only after is_valid().

        Of a file that is at fault somewhere it says nothing but the faults, if that was chosen.
        """
        typed, reads = self.cleaned_data, self.of_kind.reads
        assert reads is not None  # noqa: S101 (the choices are the kinds that read)
        found = reads(BytesIO(content), normalise(name), self.mapped)
        if self.refuses(found):
            found = replace(found, incoming=())
        self.is_of_register = found.is_whole
        is_whole = found.is_whole and typed["extent"] == WHOLE
        return replace(found, is_whole=is_whole, as_of=typed["as_of"] or found.as_of, source=typed["source"])

    def refuses(self, reading: Reading) -> bool:
        """Tell whether nothing is to be taken, as somebody chose, of a file that is at fault."""
        return bool(self.cleaned_data["strict"] and reading.faults)

    def take_mapping(self, written: bytes) -> None:
        """Go by a mapping file, or say what is wrong with it."""
        kind = kinds().get(self.cleaned_data.get("kind", ""))
        if not written or kind is None:
            return
        if not kind.columns:
            self.add_error("mapping", _("A list of this kind has no columns, and needs no mapping."))
            return
        try:
            self.mapped = read_list_mapping(written, kind.code, kind.columns, kind.needed)
        except MappingError as error:
            self.add_error("mapping", ValidationError(list(error.lines)))

    def check(self, reading: Reading) -> bool:
        """Tell whether the list that was read may follow those that stand; say why where it may not.

        Nor may an older part: what it holds would have been seen last before the newest list, and so not be on it.
        """
        newest = newest_list(self.cleaned_data["kind"])
        if reading.as_of is None:
            self.add_error("as_of", _("The file names no day. Write the one for which the register says so."))
        elif self.is_of_register and newest and reading.as_of < newest.as_of:
            words = _("The list of %(day)s is in already. An older one would put back what was true before it.")
            self.add_error("as_of", words % {"day": date_format(newest.as_of, "j E Y")})
        return self.is_valid()


class ListUpload(_OfList):
    """A list as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A table (CSV, XLSX, XLS, ODS) or, for organisations, HSDS as JSON; 5 MB at most."),
        error_messages={
            "empty": gettext_lazy("This file is empty."),
            "required": gettext_lazy("Choose a file."),
        },
    )
    mapping = forms.FileField(
        label=gettext_lazy("Mapping file"),
        help_text=gettext_lazy(
            "Only where the columns are not known by what stands above them: a text (TOML) that says which is which."
        ),
        required=False,
    )
    field_order = ("kind", "file", "mapping", "as_of", "source", "extent", "strict")
    mapping_written = b""

    def clean(self) -> dict[str, Any]:
        """Read the mapping, where there is one."""
        typed = super().clean() or {}
        file: UploadedFile[bytes] | None = typed.get("mapping")
        if file and (file.size or 0) > LARGEST_MAPPING_B:
            self.add_error("mapping", _("This is larger than a mapping can be."))
        elif file:
            self.mapping_written = file.read()
            self.take_mapping(self.mapping_written)
        return typed

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_B:
            raise ValidationError(too_large())
        return found


class ReadList(_OfList):
    """What the preview sends back: the file, what was shown of it, and how many are gone, typed once more."""

    name = forms.CharField(max_length=255)
    packed = forms.CharField(max_length=LONGEST_PACKED, strip=False)
    mapping = forms.CharField(max_length=LARGEST_MAPPING_B, strip=False, required=False)
    seen = forms.CharField(max_length=64)
    gone = forms.IntegerField(
        label=gettext_lazy("How many are gone?"),
        help_text=gettext_lazy("Type the number from above: then nobody takes a cut file in by one key too many."),
        required=False,
        error_messages={"invalid": gettext_lazy("Type a number.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "gone":
                field.widget = forms.HiddenInput()

    def clean_packed(self) -> bytes:
        """Return the file."""
        return _arrived(self.cleaned_data["packed"])

    def clean_mapping(self) -> bytes:
        """Return the mapping file; nothing where there was none."""
        letters = self.cleaned_data["mapping"]
        return _arrived(letters) if letters else b""

    def clean(self) -> dict[str, Any]:
        """Read the mapping once more."""
        typed = super().clean() or {}
        self.take_mapping(typed.get("mapping", b""))
        return typed

    def confirms_gone(self, difference: ListDifference) -> bool:
        """Tell whether how many are gone was typed where so many are that it may be a cut file; say so where not."""
        if not difference.needs_second_look or self.cleaned_data["gone"] == len(difference.gone):
            return True
        self.add_error("gone", _("This is not the number that is gone. Look at the file once more."))
        return False


def readable() -> list[EntryKind]:
    """Return the kinds that come as lists."""
    return [kind for kind in kinds().values() if kind.reads is not None]


def packed(content: bytes) -> str:
    """Return a file as letters that a form sends back."""
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode()


def unpacked(letters: str) -> bytes:
    """Return a file from such letters. Raise ValueError, also for one that unpacks to more than was taken."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.urlsafe_b64decode(letters.encode()), LARGEST_B + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(letters[:20]) from error
    if len(content) > LARGEST_B or not unpacking.eof:
        raise ValueError(letters[:20])
    return content


def _arrived(letters: str) -> bytes:
    try:
        return unpacked(letters)
    except ValueError as error:
        raise ValidationError(_("The file did not arrive whole.")) from error


def too_large() -> str:
    """Say that a file is too large."""
    return _("The file is larger than a page can take back. Divide it, and take each file in as a part.")
