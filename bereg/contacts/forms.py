"""What somebody types about a contact."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.centres.clock import in_zone
from bereg.centres.languages import Language
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import CHANNEL_OF_LINE, Anonymous, Channel, Direction, Precision
from bereg.contacts.dispositions import LEFT_BEHIND, WITHOUT_ENQUIRY, Disposition
from bereg.contacts.models import Contact
from bereg.contacts.queries import ContactPlace, LastWay
from bereg.core.shared_choices import SharedChoices

LONG_AGO = dt.date(1990, 1, 1)
LONGEST = dt.timedelta(hours=12)  # a call; an end that comes later was typed wrongly
# What a contact without an enquiry was: by one key, or found afterwards.
KINDS = [(str(each), each.label) for each in (*LEFT_BEHIND, *(by_hand.disposition for by_hand in WITHOUT_ENQUIRY))]


def time_now(place: ContactPlace) -> dt.datetime:
    """Return the time at a place's centre."""
    return in_zone(timezone.now(), place.centre)


class PlaceField(forms.ChoiceField):
    """A line of one of the person's centres, or one of the centres without a line."""

    def __init__(self, places: list[ContactPlace]) -> None:
        self.places = {place.code: place for place in places}
        super().__init__(choices=self._choices_of_places, required=False, label=_("Line"))

    def valid_value(self, value: object) -> bool:
        """Tell whether it is a place, without its name, which only a page needs."""
        return value in self.places

    def _choices_of_places(self) -> list[tuple[str, str]]:
        places = self.places.values()
        several = len({place.centre.pk for place in places}) > 1
        return [(place.code, _name(place, several)) for place in places]

    def clean(self, value: object) -> ContactPlace:
        """Return the place; where nothing was sent, the first."""
        return self.places[super().clean(value) or next(iter(self.places))]


class ContactForm(forms.Form):
    """The contact's part of a form. Nothing is obligatory: what is empty takes its usual value."""

    channel = forms.ChoiceField(choices=SharedChoices(Channel), required=False, label=_("How"))
    direction = forms.ChoiceField(choices=SharedChoices(Direction), required=False, label=_("Direction"))
    started_on = forms.DateField(
        required=False,
        label=_("Date"),
        error_messages={"invalid": _("There is no such date. Write it like 2008-02-14.")},
    )
    started_time = forms.TimeField(
        required=False, label=_("Time"), error_messages={"invalid": _("There is no such time. Write it like 14:32.")}
    )
    ended_time = forms.TimeField(
        required=False, label=_("Until"), error_messages={"invalid": _("There is no such time. Write it like 14:32.")}
    )
    language = forms.ChoiceField(
        choices=SharedChoices([("", _("not noted")), *Language.choices]), required=False, label=_("Language")
    )
    anonymous = forms.ChoiceField(choices=SharedChoices(Anonymous), required=False, label=_("Anonymous"))

    def __init__(self, *args: Any, places: list[ContactPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = PlaceField(places)
        self.order_fields(["line"])  # it stands first on the page, so it is reached first

    def clean(self) -> dict[str, Any]:
        """Refuse a time that has not come yet and one from before there was such a centre."""
        cleaned = self.cleaned_data
        place, on, at = (cleaned.get(name) for name in ("line", "started_on", "started_time"))
        if not place or "started_on" in self.errors or "started_time" in self.errors:
            return cleaned
        now = time_now(place)
        on = on or now.date()
        if on < LONG_AGO:
            self.add_error("started_on", _("This date is too long ago."))
        elif on > now.date():
            self.add_error("started_on", _("This date has not come yet."))
        elif at and dt.datetime.combine(on, at, now.tzinfo) > now + dt.timedelta(minutes=1):
            self.add_error("started_time", _("This time has not come yet."))
        elif cleaned.get("ended_time") and "ended_time" not in self.errors:
            self._refuse_end(place, now)
        return cleaned

    def _refuse_end(self, place: ContactPlace, now: dt.datetime) -> None:
        """Refuse an end without a beginning, before it, or still to come."""
        started_at, precision = self._started(place)
        ended_at = self._ended(place, started_at)
        if precision != Precision.MINUTE or self.cleaned_data["started_time"] is None:
            self.add_error("ended_time", _("Write when it began, too."))
        elif ended_at and ended_at - started_at > LONGEST:
            self.add_error("ended_time", _("The end is before the beginning."))
        elif ended_at and ended_at > now + dt.timedelta(minutes=1):
            self.add_error("ended_time", _("This time has not come yet."))

    def fields_of(self, id: UUID, disposition: Disposition = Disposition.ENQUIRY) -> ContactFields:
        """Return what is to be recorded. Call only after is_valid()."""
        typed = self.cleaned_data
        place: ContactPlace = typed["line"]
        started_at, precision = self._started(place)
        return ContactFields(
            id=id,
            centre=place.centre,
            line=place.line,
            channel=Channel(typed["channel"] or usual_channel(place)),
            direction=Direction(typed["direction"] or Direction.IN),
            started_at=started_at,
            ended_at=self._ended(place, started_at),
            precision=precision,
            language=typed["language"],
            anonymous=Anonymous(typed["anonymous"] or Anonymous.NOT_ASKED),
            disposition=disposition,
        )

    def _started(self, place: ContactPlace) -> tuple[dt.datetime, Precision]:
        on, at = self.cleaned_data["started_on"], self.cleaned_data["started_time"]
        now = time_now(place)
        if on is None and at is None:
            return timezone.now(), Precision.MINUTE
        local = dt.datetime.combine(on or now.date(), at or dt.time(), now.tzinfo)
        return local.astimezone(dt.UTC), Precision.MINUTE if at else Precision.DAY

    def _ended(self, place: ContactPlace, started_at: dt.datetime) -> dt.datetime | None:
        """Return the end: the first time after the beginning that the clock of the centre shows it."""
        at = self.cleaned_data["ended_time"]
        if at is None:
            return None
        local = in_zone(started_at, place.centre)
        ended_at = dt.datetime.combine(local.date(), at, local.tzinfo)
        return (ended_at if ended_at >= local else ended_at + dt.timedelta(1)).astimezone(dt.UTC)


class CorrectionForm(ContactForm):
    """A contact that is recorded. It stays with its centre; one without an enquiry may be of another kind."""

    def __init__(self, *args: Any, contact: Contact, places: list[ContactPlace], **kwargs: Any) -> None:
        super().__init__(*args, places=places, **kwargs)
        if contact.disposition in dict(KINDS):
            self.fields["disposition"] = forms.ChoiceField(choices=KINDS, label=_("What it was"))

    def corrected(self, contact: Contact) -> ContactFields:
        """Return what the contact is to be. Call only after is_valid()."""
        typed = self.cleaned_data
        kind = Disposition(typed["disposition"]) if "disposition" in typed else contact.disposition
        fields = self.fields_of(contact.pk, kind)  # type: ignore[arg-type]
        if typed["started_on"] is None and typed["started_time"] is None:  # emptied is no "now" here
            fields = replace(fields, started_at=contact.started_at, precision=Precision(contact.precision))
        return fields


def fields_of_contact(contact: Contact) -> dict[str, str]:
    """Return a recorded contact as the fields of its form."""
    started_at = in_zone(contact.started_at, contact.centre)
    to_the_minute = contact.precision == Precision.MINUTE
    return {
        "line": str(contact.line_id or contact.centre_id),
        "started_on": f"{started_at:%Y-%m-%d}",
        "started_time": f"{started_at:%H:%M}" if to_the_minute else "",
        "ended_time": f"{in_zone(contact.ended_at, contact.centre):%H:%M}" if contact.ended_at else "",
        **{name: getattr(contact, name) for name in ("channel", "direction", "language", "anonymous", "disposition")},
    }


def usual_channel(place: ContactPlace) -> Channel:
    """Return the channel that a place's line brings; without a line, a visit."""
    return CHANNEL_OF_LINE.get(place.line.kind, Channel.PHONE) if place.line else Channel.VISIT


def usual_way(places: list[ContactPlace], last: LastWay | None) -> dict[str, list[str]]:
    """Return the fields of a new contact: now, by the way that the last one took."""
    place = next((each for each in places if last and each.code == last.place), places[0])
    now = time_now(place)
    return {
        "line": [place.code],
        "channel": [last.channel if last and last.place == place.code else usual_channel(place)],
        "direction": [Direction.IN],
        "started_on": [f"{now:%Y-%m-%d}"],
        "started_time": [f"{now:%H:%M}"],
        "anonymous": [Anonymous.NOT_ASKED],
    }


def _name(place: ContactPlace, several: bool) -> str:
    name = f"{place.line}, {place.line.get_kind_display()}" if place.line else _("no line")
    return f"{name}, {place.centre}" if several else str(name)
