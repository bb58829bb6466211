"""What is typed of a series, of the source of values, and what is looked at beside it."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.centres.queries import all_centres
from bereg.core.whole_numbers import whole_number_in
from bereg.counting.catalogue import ALL
from bereg.counting.wording import Labels
from bereg.dispatch.forms import day_field
from bereg.outside_series import periods, reading
from bereg.outside_series.actions import SeriesDetails, SourceDetails
from bereg.outside_series.choices import SeriesRhythm, SeriesUnit
from bereg.outside_series.comparing import ENQUIRIES
from bereg.outside_series.models import OutsideSeries
from bereg.questionnaire.countries_and_regions import regions
from bereg.questionnaire.questions import by_label
from bereg.reference.list_forms import LARGEST_B, LONGEST_PACKED, packed, too_large, unpacked
from bereg.reference.topics import topics


def _line(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **more})


class OutsideSeriesForm(forms.Form):
    """A series: what a body counts."""

    body = forms.CharField(label=_("Which body counts it"), max_length=200, widget=_line())
    unit = forms.ChoiceField(label=_("What is counted"), choices=SeriesUnit.choices)
    rhythm = forms.ChoiceField(label=_("Values"), choices=SeriesRhythm.choices)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, series: OutsideSeries | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        self.names = {code: f"name_{code}" for code, _label in settings.LANGUAGES}
        for code, label in settings.LANGUAGES:
            words = _("Name (%(language)s)") % {"language": label}
            self.fields[self.names[code]] = forms.CharField(label=words, max_length=200, required=False, widget=_line())
        self.order_fields([*self.names.values(), "body", "unit", "rhythm", "region"])
        own: Any = self.fields
        home = {settings.HOME_COUNTRY, *all_centres().values_list("country", flat=True)}
        listed = by_label(each for country in home for each in regions(country))
        own["region"].choices = [("", _("the whole country")), *((each.code, each.label()) for each in listed)]

    def clean(self) -> dict[str, Any]:
        """Demand a name, and refuse another rhythm where there are values."""
        typed = self.cleaned_data
        first = next(iter(self.names.values()))
        if not any(typed.get(field) or field in self.errors for field in self.names.values()):
            self.add_error(first, _("Give it a name in one language at least."))
        is_other = self.series and typed.get("rhythm") not in {None, self.series.rhythm}
        if is_other and self.series and self.series.values.exists():
            self.add_error("rhythm", _("There are values in another rhythm: set up a series of its own for this one."))
        return typed

    def details(self) -> SeriesDetails:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        names = {code: typed[field] for code, field in self.names.items() if typed[field]}
        return SeriesDetails(names, typed["body"], typed["unit"], typed["rhythm"], typed["region"])


class SeriesSourceForm(forms.Form):
    """Where values come from."""

    name = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who said so, such as a yearly report."),
        widget=_line(),
    )
    address = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    as_of = day_field(_("Day of the source"), help_text=_("The day for which the source says so."))

    def clean_as_of(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def source(self) -> SourceDetails:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return SourceDetails(typed["name"], typed["as_of"], typed["address"])


class OutsideValueForm(SeriesSourceForm):
    """One value."""

    period = forms.CharField(label=_("Period"), max_length=40, widget=_line())
    value = forms.CharField(label=_("Value"), max_length=40, widget=_line(inputmode="numeric"))
    field_order = ("period", "value", "name", "address", "as_of")

    def __init__(self, *args: Any, series: OutsideSeries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        self.fields["period"].help_text = periods.written(dt.date(2008, 2, 1), series.rhythm)

    def clean_period(self) -> dt.date:
        """Read the month, quarter or year."""
        first = periods.read(self.cleaned_data["period"], self.series.rhythm)
        if first is None:
            raise forms.ValidationError(reading.no_period(self.cleaned_data["period"], self.series.rhythm))
        return first

    def clean_value(self) -> int:
        """Read the number."""
        found = whole_number_in(self.cleaned_data["value"])
        if found is None:
            raise forms.ValidationError(reading.no_number(self.cleaned_data["value"]))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask about a period that begins after the source spoke, as a slip of the year does; a quota may be of it."""
        typed = self.cleaned_data
        first, day = typed.get("period"), typed.get("as_of")
        if first and day and first > day:
            words = _("The period is right: the source speaks of a time to come")
            self.fields["is_to_come"] = forms.BooleanField(label=words, required=False)
            if not self.data.get("is_to_come"):
                said = _("This begins after the day of the source. Look at the year, or say below that it is right.")
                self.add_error("period", said)
        return typed


class SeriesUploadForm(SeriesSourceForm):
    """Values as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table (CSV, XLSX) with the columns period and value; 5 MB at most."),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
    )
    field_order = ("file", "name", "address", "as_of")

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read, or to be sent back by the preview."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_B or len(packed(found.read())) > LONGEST_PACKED:
            raise forms.ValidationError(too_large())
        found.seek(0)
        return found


class ReadSeriesForm(SeriesSourceForm):
    """What the preview sends back: the file and its source."""

    file_name = forms.CharField(max_length=255)
    packed = forms.CharField(max_length=LONGEST_PACKED, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    def clean_packed(self) -> bytes:
        """Return the file."""
        try:
            return unpacked(self.cleaned_data["packed"])
        except ValueError as error:
            raise forms.ValidationError(_("The file did not arrive whole.")) from error


class BesideForm(forms.Form):
    """Which of our own figures stands beside a series."""

    ours = forms.ChoiceField(label=_("Our own figure"), required=False)
    centre = forms.ChoiceField(label=_("Centre"), required=False)

    def __init__(self, *args: Any, labels: Labels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["ours"].choices = [
            (ENQUIRIES, _("all enquiries")),
            *((code, choice.label("")) for code, choice in topics().items()),
        ]
        own["centre"].choices = [(ALL, labels.centre(ALL)), *labels.centres().items()]

    def chosen(self) -> tuple[str, str]:
        """Return which figure, and of which centre; all enquiries of all where nothing is chosen."""
        typed = self.cleaned_data if self.is_valid() else {}
        return typed.get("ours") or ENQUIRIES, typed.get("centre") or ALL
