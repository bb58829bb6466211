"""Fields of the form of an organisation or a service: words by language, a week of hours, one number a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.centres.forms import parse_stretches
from bereg.centres.wording import stretch
from bereg.directory import opening_hours

MOST_LINES = 10
LANGUAGES: tuple[tuple[str, StrOrPromise], ...] = tuple(settings.PUBLIC_LANGUAGES)


class Labelled(forms.MultiWidget):
    """Several inputs of one field, each with a word before it. What it decompresses is a mapping by the same codes."""

    template_name = "directory/labelled.html"
    use_fieldset = True

    def __init__(self, labels: Sequence[tuple[str, StrOrPromise]], hint: str = "", *, is_ltr: bool = False) -> None:
        self.labels = dict(labels)
        attrs = {"autocomplete": "off", "dir": "ltr" if is_ltr else "auto", **({"placeholder": hint} if hint else {})}
        super().__init__({code: forms.TextInput(attrs={**attrs}) for code in self.labels})

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """Return what stands in each input."""
        return [(value or {}).get(code, "") for code in self.labels]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add its word to each input."""
        context = super().get_context(name, value, attrs)
        for each, label in zip(context["widget"]["subwidgets"], self.labels.values(), strict=True):
            each["label"] = label
        return context


class ByLanguage(forms.MultiValueField):
    """Words in the languages of the public; those that nobody wrote are left out."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(max_length=500, required=False) for _language in LANGUAGES]
        super().__init__(fields, widget=Labelled(LANGUAGES), required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Return the words by language."""
        pairs = zip(LANGUAGES, data_list, strict=False)
        return {language: words for (language, _name), words in pairs if words}


class Stretches(forms.CharField):
    """The open hours of one weekday, as in `8:30-13:00, 14:00-18:30`."""

    def clean(self, value: Any) -> Any:
        """Return pairs of times of day. Raise ValidationError that says what is wrong."""
        found = parse_stretches(str(super().clean(value)))
        return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in found]


class Hours(forms.MultiValueField):
    """A week: pairs of times of day by the number of the weekday; Monday is 0, closed days are left out."""

    def __init__(self, **kwargs: Any) -> None:
        days = [(str(number), name) for number, name in WEEKDAYS.items()]
        fields = [Stretches(max_length=100, required=False) for _day in days]
        widget = Week(days, "9:00-18:00", is_ltr=True)
        super().__init__(fields, widget=widget, required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[list[list[str]]]) -> dict[str, list[list[str]]]:
        """Return the hours by weekday."""
        return {str(day): stretches for day, stretches in enumerate(data_list) if stretches}


class Week(Labelled):
    """Seven inputs."""

    def decompress(self, value: Mapping[str, Any] | None) -> list[str]:
        """Write the hours of each day."""
        week = opening_hours.week_of(value or {})
        return [", ".join(map(stretch, week.get(int(day), ()))) for day in self.labels]


class Lines(forms.CharField):
    """Several short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 2, "dir": "ltr", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Write one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines."""
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        return list(dict.fromkeys(lines))

    def validate(self, value: Any) -> None:
        """Ask for something where something is needed; each line is looked at by the form."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Leave lengths to `to_python`."""
