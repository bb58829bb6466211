"""Forms that are checked with a call on the line: Django's own, without work that comes out the same each time."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

AnyForm = TypeVar("AnyForm", bound=forms.Form)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_TIME = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)


class _Shared(dict[str, forms.Field]):
    """Fields that are not copied with the form: Django would, in case a form changes them."""

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


class QuickForm(forms.Form):
    """A form without prefix, initial values and files, whose values are read without what only a page needs of them."""

    def _clean_fields(self) -> None:
        # As Django does it, but with no BoundField for each field.
        for name, field in self.fields.items():
            try:
                self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
                own = getattr(self, f"clean_{name}", None)
                if own:
                    self.cleaned_data[name] = own()
            except ValidationError as problem:
                self.add_error(name, problem)


def sharing_fields(form: type[AnyForm]) -> type[AnyForm]:
    """Let all forms of a class share its fields. They may add others, but nobody may change a shared one."""
    form.base_fields = _Shared(form.base_fields)
    return form


class _ByCode(forms.ChoiceField):
    def valid_value(self, value: object) -> bool:
        """Tell whether it is one of the codes. Django would go through the list with all its texts."""
        return str(value) in self._codes

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(str(code) for code, _ in cast("Iterable[tuple[Any, Any]]", self.choices))


class CodeField(_ByCode):
    """One of a list, without levels, that never changes."""


class CodesField(_ByCode, forms.MultipleChoiceField):
    """Several of a list, without levels, that never changes."""


class DayField(forms.DateField):
    """A date; as browsers send it, it is read without a trial of every way to write one."""

    def to_python(self, value: Any) -> dt.date | None:
        """Return the date, or None where nothing was typed. Raise ValidationError."""
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass  # said below, in the words of the field
        return super().to_python(value)


class ClockField(forms.TimeField):
    """A time of day, read likewise."""

    def to_python(self, value: Any) -> dt.time | None:
        """Return the time, or None where nothing was typed. Raise ValidationError."""
        if isinstance(value, str) and _ISO_TIME.fullmatch(value):
            try:
                return dt.time.fromisoformat(value)
            except ValueError:
                pass  # said below, in the words of the field
        return super().to_python(value)


def version_in(request: HttpRequest, name: str = "version") -> int:
    """Read the version that a correction began from; 0, which never stands, where it is unreadable."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
