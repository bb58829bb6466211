"""What somebody fills in about an organisation or a service besides title, text, region and topics."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.centres import location_choices
from bereg.centres.languages import Language
from bereg.core import geography
from bereg.core.forms import EARLIEST, NO_DATE
from bereg.directory.choices import Cost, Sort
from bereg.directory.fields import ByLanguage, Hours, Lines
from bereg.directory.public_keys import PublicKeyField
from bereg.directory.referring import named_organisation, title_of


class PlaceForm(forms.Form):
    """What organisations and services have in common."""

    sort = forms.ChoiceField(
        label=_("What it is"),
        choices=[("", "—"), *Sort.choices],
        help_text=_("A shelter is shown to staff alone, with all that belongs to it."),
    )
    do_not_refer = forms.CharField(
        label=_("Do not refer to it, because"),
        max_length=300,
        required=False,
        help_text=_("Staff see the reason first of all. The public sees nothing of such an entry."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    eligibility = ByLanguage(label=_("Whom it takes"))
    address = ByLanguage(label=_("Address"), help_text=_("One language is enough."))
    hours = Hours(label=_("Open hours"), help_text=_("As in 8:30-13:00, 14:00-18:30. Nothing: closed on that day."))
    zone = forms.CharField(label=_("Time zone of the place"), required=False, widget=forms.Select)
    holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), choices=Language, required=False, widget=forms.CheckboxSelectMultiple
    )
    cost = forms.ChoiceField(label=_("Cost"), choices=[("", _("not known")), *Cost.choices], required=False)
    fee = ByLanguage(label=_("Cost in words"))
    how = ByLanguage(label=_("How to reach it"), help_text=_("Such as: by appointment, from the yard, ring twice."))
    phones = Lines(label=_("Telephones"), required=False, help_text=_("One a line; the first is said aloud."))
    mail = forms.EmailField(label=_("Mail"), required=False)
    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    verified_on = forms.DateField(
        label=_("Verified on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": NO_DATE},
    )
    verified_by = forms.CharField(
        label=_("Verified by"), max_length=100, required=False, help_text=_("The role is enough: Operator 07.")
    )
    note = forms.CharField(
        label=_("Note for staff"),
        max_length=1000,
        required=False,
        help_text=_("Nothing about callers."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self["zone"].value() or "")
        self.fields["zone"].widget.choices = [
            location_choices.NONE,
            *location_choices.time_zones(settings.HOME_COUNTRY, kept=kept),
        ]

    def clean_zone(self) -> str:
        """Accept a time zone that there is."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone and zone not in geography.time_zones():
            raise ValidationError(_("There is no such time zone."))
        return zone

    def clean_phones(self) -> list[str]:
        """Accept what can be called."""
        phones: list[str] = self.cleaned_data["phones"]
        for phone in phones:
            if not any(sign.isdigit() for sign in phone) or len(phone) > 60:
                raise ValidationError(
                    _("“%(line)s” is no phone number: write its digits."), params={"line": phone[:60]}
                )
        return phones

    def clean_verified_on(self) -> dt.date | None:
        """Accept a day that has come."""
        day: dt.date | None = self.cleaned_data["verified_on"]
        if day and not EARLIEST <= day <= timezone.localdate():
            raise ValidationError(_("That day has not come yet.") if day > EARLIEST else NO_DATE)
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the clock by which it is open."""
        data = super().clean() or {}
        if data.get("hours") and not data.get("zone") and "zone" not in self.errors:
            self.add_error("zone", _("Say by which clock it is open."))
        return data


class OrganisationForm(PlaceForm):
    age_key = PublicKeyField(
        label=_("Public key for sealed files"),
        max_length=300,
        help_text=_(
            "Begins with age1. Ask the organisation for it, and compare its last signs with them by telephone: "
            "whoever owns this key reads what is sealed for them."
        ),
    )


class ServiceForm(PlaceForm):
    """A service of an organisation."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Its name as it stands in the reference, or the key by which its register knows it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    field_order = ("sort", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = str(self.get_initial_for_field(self.fields["organisation"], "organisation") or "")
        if name:
            self.initial["organisation"] = title_of(name)

    def clean_organisation(self) -> str:
        """Return by what the organisation is named. Raise ValidationError where there is none, or more than one."""
        typed = str(self.cleaned_data["organisation"]).strip()
        found = named_organisation(typed) if typed else []
        if typed and not found:
            raise ValidationError(_("No organisation is called so. Write it first, or leave this empty."))
        if len(found) > 1:
            refused = _("Several organisations are called so. Write the key of the one you mean: %(keys)s.")
            raise ValidationError(refused, params={"keys": ", ".join(found)})
        return found[0] if found else ""
