"""Several contacts that nobody answered, in one go: each with its own day, time, line and kind."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.forms import KINDS, LONG_AGO, PlaceField, time_now, usual_channel
from bereg.contacts.queries import ContactPlace

# Five fields a row: of more rows than these the form would be too large to be taken (DATA_UPLOAD_MAX_NUMBER_FIELDS).
ROWS, MOST_ROWS = 6, 36


class ShortTimeField(forms.TimeField):
    """A time as it is quickly typed: 2:10, 02.10, 0210 or 210."""

    def to_python(self, value: Any) -> dt.time | None:
        """Put the colon where it belongs."""
        digits = str(value or "").strip().replace(".", ":")
        if digits.isascii() and digits.isdigit() and len(digits) in {3, 4}:
            digits = f"{digits[:-2]}:{digits[-2:]}"
        return super().to_python(digits)


class LeftBehindForm(forms.Form):
    """One row. Without a day it is the last time that the clock showed it: of the night that is over, or of today."""

    id = forms.UUIDField()
    time = ShortTimeField(
        required=False, label=_("Time"), error_messages={"invalid": _("There is no such time. Write it like 14:32.")}
    )
    kind = forms.ChoiceField(choices=[("", ""), *KINDS], required=False, label=_("What it was"))
    on = forms.DateField(
        required=False,
        label=_("Day"),
        error_messages={"invalid": _("There is no such date. Write it like 2008-02-14.")},
    )

    def __init__(self, *args: Any, places: list[ContactPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = PlaceField(places)
        self.order_fields(["time", "kind", "line", "on"])

    @property
    def is_blank(self) -> bool:
        """Tell whether nobody typed anything in this row; its line stands there by itself."""
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in ("time", "kind", "on"))

    def clean(self) -> dict[str, Any]:
        """Ask for what it was, and refuse a moment that has not come yet or is of long ago."""
        cleaned = self.cleaned_data
        if not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose what it was."))
        if {"time", "on", "line"} & self.errors.keys():
            return cleaned
        now, (begins, precision) = time_now(cleaned["line"]), self._begun()
        if begins.date() < LONG_AGO:
            self.add_error("on", _("This date is too long ago."))
        elif begins > now + dt.timedelta(minutes=1):
            is_of_today = precision == Precision.MINUTE and begins.date() == now.date()
            field = "time" if is_of_today else "on"
            self.add_error(field, _("This time has not come yet.") if is_of_today else _("This date has not come yet."))
        return cleaned

    def fields_of(self) -> ContactFields:
        """Return what is to be recorded. Call only after is_valid()."""
        place: ContactPlace = self.cleaned_data["line"]
        begins, precision = self._begun()
        return ContactFields(
            id=self.cleaned_data["id"],
            centre=place.centre,
            line=place.line,
            channel=usual_channel(place),
            started_at=begins.astimezone(dt.UTC),
            precision=precision,
            disposition=Disposition(self.cleaned_data["kind"]),
        )

    def _begun(self) -> tuple[dt.datetime, Precision]:
        """Return the moment by the clock of the centre, and how exactly it is known."""
        on, at = self.cleaned_data["on"], self.cleaned_data["time"]
        now = time_now(self.cleaned_data["line"])
        if at is None:
            return dt.datetime.combine(on or now.date(), dt.time(), now.tzinfo), Precision.DAY
        begins = dt.datetime.combine(on or now.date(), at, now.tzinfo)
        if on is None and begins > now:
            begins = dt.datetime.combine(now.date() - dt.timedelta(1), at, now.tzinfo)
        return begins, Precision.MINUTE


def empty_rows(places: list[ContactPlace], usual: str, count: int = ROWS) -> list[LeftBehindForm]:
    """Return rows with nothing but the usual line."""
    return rows_of({f"row-{number}-line": usual for number in range(count)}, places, count)


def rows_of(sent: Mapping[str, Any], places: list[ContactPlace], count: int) -> list[LeftBehindForm]:
    """Return rows as they were sent. Each has an id of its own, so that what is sent twice is recorded once."""
    fields = {name: sent[name] for name in sent}
    for number in range(count):
        name = f"row-{number}-id"
        if not _is_id(fields.get(name, "")):
            fields[name] = str(uuid4())
    return [LeftBehindForm(fields, places=places, prefix=f"row-{number}") for number in range(count)]


def count_in(sent: Mapping[str, Any]) -> int:
    """Return how many rows were sent."""
    return min(MOST_ROWS, sum(name.startswith("row-") and name.endswith("-id") for name in sent)) or ROWS


def _is_id(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True
