"""Filling a sample document in: a form of its fields, and what was typed as a language writes it. Nothing is stored."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from bereg.core.forms import NumberField
from bereg.core.tagged_pdf import UNKNOWN
from bereg.core.text_normalisation import normalise
from bereg.guides.choices import FieldKind
from bereg.guides.fields import BlankField, fields_of
from bereg.guides.filled_document import SIGNATURE
from bereg.reference.choices import TranslationState
from bereg.reference.kinds import Content
from bereg.reference.models import EntryVersion
from bereg.reference.texts import read, translation_state

LONGEST_LINE, LONGEST = 300, 3_000
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 1, 1)


def only_what_prints(value: str) -> None:
    """Refuse letters that the fonts of the document lack: a name with gaps is worse than one that is typed again."""
    if UNKNOWN.search(_plain(value)):
        raise ValidationError(_("Write it in Latin or Cyrillic letters: others cannot be printed."))


class FillForm(forms.Form):
    """The fields of one document. Nothing is demanded: what stays empty is a line to write on by hand."""

    use_required_attribute = False

    def __init__(self, version: EntryVersion, language: str, data: Mapping[str, Any] | None = None) -> None:
        """Ask in a language. data: what was sent."""
        super().__init__(data, prefix="blank")
        self.blanks = fields_of(version.content)
        for blank in self.blanks:
            self.fields[blank.name] = _field(blank, language)

    def typed(self, language: str) -> dict[str, str]:
        """Return what was typed as it is printed in a language. Only after `is_valid`."""
        with override(language):
            return {blank.name: _printed(self.cleaned_data.get(blank.name)) for blank in self.blanks}


def labels_of(content: Content, language: str) -> dict[str, str]:
    """Return what each blank of a document is called in a language, the line to sign on too."""
    with override(language):
        return {SIGNATURE: str(_("Signature"))} | {blank.name: blank.label(language) for blank in fields_of(content)}


def languages_of(version: EntryVersion) -> list[str]:
    """Return the languages that a document has, the one it was written in first."""
    return sorted(version.texts, key=lambda language: language != version.language)


def pairs_of(version: EntryVersion) -> list[tuple[str, str]]:
    """Return the pairs of languages in which a document is printed: the one it was written in beside each other.

    None that is older than what it translates: two people would sign a contract that says two things.
    """
    first, *others = languages_of(version)
    texts = read(version.texts)
    others = [each for each in others if translation_state(texts, each, first=first) != TranslationState.OUTDATED]
    return [(first, other) for other in others] or [(first, first)]


def _field(blank: BlankField, language: str) -> forms.Field:
    how: dict[str, Any] = {"label": blank.label(language), "required": False}
    off = {"autocomplete": "off"}
    match blank.kind:
        case FieldKind.DATE:
            day = forms.DateInput(attrs={"type": "date", **off}, format="%Y-%m-%d")
            return _DayField(widget=day, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **how)
        case FieldKind.NUMBER:
            number = forms.TextInput(attrs={"inputmode": "decimal", **off})
            return NumberField(max_digits=14, decimal_places=2, widget=number, **how)
        case FieldKind.LONG:
            area = forms.Textarea(attrs={"rows": 5, "dir": "auto", **off})
            return forms.CharField(max_length=LONGEST, validators=[only_what_prints], widget=area, **how)
    line = forms.TextInput(attrs={"dir": "auto", **off})
    return forms.CharField(max_length=LONGEST_LINE, validators=[only_what_prints], widget=line, **how)


class _DayField(forms.DateField):
    def validate(self, value: Any) -> None:
        """Refuse years that no document has, some of which cannot be written in words."""
        super().validate(value)
        if value and not FIRST_DAY <= value < LAST_DAY:
            raise ValidationError(self.error_messages["invalid"])


def _printed(value: Any) -> str:
    if isinstance(value, dt.date):
        return formats.date_format(value)
    if isinstance(value, Decimal):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return _plain(value or "")


def _plain(value: str) -> str:
    """Return a text whose lines are ended alike, with blanks instead of tabs."""
    return "\n".join(" ".join(line.split()) for line in normalise(value).splitlines())
