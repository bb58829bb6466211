"""What is typed of outreach, and of an enquiry that was opened there."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.clock import today_at
from bereg.centres.queries import own_centres
from bereg.dispatch.forms import day_field, names_offered, recipient_named, title_of
from bereg.enquiries.lookup import by_number
from bereg.enquiries.models import Enquiry
from bereg.outreach.actions import OutreachDetails
from bereg.outreach.choices import MOST_PEOPLE, OutreachKind, OutreachPlace, ReachedKind
from bereg.outreach.models import OutreachEvent
from bereg.outreach.queries import handed_out_at
from bereg.questionnaire.countries_and_regions import regions
from bereg.questionnaire.questions import by_label
from bereg.redaction.naming import pointed_at_in
from bereg.reference.models import ReferenceEntry

REACHED = "reached_"
CHOOSE = ("", "—")


def _line(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **more})


class OutreachForm(forms.Form):
    """One event: what, when, where, with whom, and how many people of which kind."""

    kind = forms.ChoiceField(label=_("What it was"), choices=[CHOOSE, *OutreachKind.choices])
    held_on = day_field(_("Day"))
    about = forms.CharField(
        label=_("What about"), max_length=200, required=False, help_text=_("Nothing of a person."), widget=_line()
    )
    place_kind = forms.ChoiceField(label=_("Kind of place"), choices=[CHOOSE, *OutreachPlace.choices])
    place = forms.CharField(label=_("Place"), max_length=200, required=False, widget=_line())
    region = forms.ChoiceField(label=_("Region"), required=False)
    partner = forms.CharField(
        label=_("With which partner"),
        required=False,
        max_length=300,
        help_text=_("An organisation or a service of the directory: type a part of its name and choose."),
        widget=_line(list="partners"),
    )
    centre = forms.ChoiceField(label=_("Centre that held it"))
    is_national = forms.BooleanField(
        label=_("For the whole network"), required=False, help_text=_("Every centre may open enquiries there.")
    )

    def __init__(self, *args: Any, person: User, event: OutreachEvent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        own: Any = self.fields
        self.centres = {each.code: each for each in own_centres(person)}
        own["centre"].choices = [(code, str(each)) for code, each in self.centres.items()]
        home = {each.country for each in self.centres.values()}
        listed = by_label(each for country in home for each in regions(country))
        own["region"].choices = [("", _("the whole country, or none")), *((each.code, each.label()) for each in listed)]
        for code, label in ReachedKind.choices:
            own[f"{REACHED}{code}"] = forms.IntegerField(
                label=capfirst(label), required=False, min_value=0, max_value=MOST_PEOPLE
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """What stands before the numbers."""
        return [self[name] for name in ("kind", "held_on", "about", "place_kind", "place", "region", "partner")]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """How many people of each kind."""
        return [self[f"{REACHED}{code}"] for code in ReachedKind.values]

    @property
    def last(self) -> list[forms.BoundField]:
        """Whose it was."""
        return [self[name] for name in ("centre", "is_national")]

    def offered(self) -> list[str]:
        """Return the names that the field of the partner offers."""
        return names_offered()

    def clean_about(self) -> str:
        """Refuse what points at somebody: everybody of every centre reads it."""
        return _about_nobody(self.cleaned_data["about"])

    def clean_place(self) -> str:
        """Refuse the same."""
        return _about_nobody(self.cleaned_data["place"])

    def clean_partner(self) -> ReferenceEntry | None:
        """Find the partner by its name."""
        typed = self.cleaned_data["partner"]
        return recipient_named(typed, self.event.partner if self.event else None) if typed else None

    def clean_held_on(self) -> dt.date:
        """Refuse a day before a campaign of which something was handed out there."""
        day: dt.date = self.cleaned_data["held_on"]
        for handed in handed_out_at(self.event) if self.event else ():
            material = handed.distribution.material
            if not handed.is_from_the_street and day < material.campaign.first_day:
                words = _("“%(material)s” was handed out there, and its campaign began on %(day)s.")
                first = date_format(material.campaign.first_day, "j E Y")
                raise forms.ValidationError(words % {"material": material, "day": first})
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, and no number at all."""
        typed = self.cleaned_data
        centre = self.centres.get(typed.get("centre", ""))
        if centre and typed.get("held_on") and typed["held_on"] > today_at(centre):
            self.add_error("held_on", _("That day is still to come."))
        first = f"{REACHED}{ReachedKind.values[0]}"
        are_typed = [typed.get(field.name) is not None or field.name in self.errors for field in self.numbers]
        if not any(are_typed):
            self.add_error(first, _("Write how many people of at least one kind were reached; 0 where nobody came."))
        return typed

    def details(self) -> OutreachDetails:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        names = ("kind", "held_on", "place_kind", "is_national", "about", "place", "region", "partner")
        reached = {code: many for code in ReachedKind.values if (many := typed[f"{REACHED}{code}"])}
        return OutreachDetails(self.centres[typed["centre"]], **{name: typed[name] for name in names}, reached=reached)


def _about_nobody(text: str) -> str:
    if words := pointed_at_in(text):
        raise forms.ValidationError(_("“%(words)s” may tell who somebody is: leave it out.") % {"words": words})
    return text


def standing(event: OutreachEvent, language: str) -> dict[str, object]:
    """Return what a form of an event begins with."""
    names = ("kind", "held_on", "about", "place_kind", "place", "region", "is_national")
    reached = {f"{REACHED}{code}": many for code, many in event.reached.items()}
    partner = title_of(event.partner, language) if event.partner else ""
    here = {name: getattr(event, name) for name in names}
    return {**here, **reached, "partner": partner, "centre": event.centre.code} | (
        {} if reached else {f"{REACHED}{ReachedKind.values[0]}": 0}
    )


class OpenedForm(forms.Form):
    """The number of an enquiry that was opened at an event."""

    number = forms.CharField(label=_("Number of the enquiry"), max_length=64, widget=_line())

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_number(self) -> Enquiry:
        """Find the enquiry, of those that the person sees."""
        found = by_number(self.person, self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(_("You see no enquiry of this number."))
        return found


class OutreachTimeForm(forms.Form):
    """From which day to which it is looked at."""

    begins = day_field(_("From"))
    ends = day_field(_("Until"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        typed = self.cleaned_data
        if typed.get("begins") and typed.get("ends") and typed["ends"] < typed["begins"]:
            self.add_error("ends", _("The end is before the beginning."))
        return typed


def year_before(day: dt.date) -> dict[str, dt.date]:
    """Return what the time begins with: the last year."""
    return {"begins": day - dt.timedelta(days=365), "ends": day}
