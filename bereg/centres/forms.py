"""What somebody fills in about a centre: its data, lines, hours and single days."""

import datetime as dt
import itertools
import re
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from bereg.accounts import mailed_links
from bereg.accounts.roles import Role
from bereg.centres import location_choices
from bereg.centres.kinds import CentreScope, LineKind
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.core import geography

STRETCH = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$")
CODE = RegexValidator(r"^[a-z][a-z0-9-]*$", _("Use small Latin letters, digits and hyphens."))
LOOK = "look"  # the button that shows the regions and zones of the country chosen, without a script
PHONES = frozenset({LineKind.TOLL_FREE, LineKind.LANDLINE, LineKind.MOBILE})
SHORTEST_NUMBER = 2
PREFIX = RegexValidator(r"^[A-Za-z]{2,8}$", _("Use two to eight Latin letters."))


def parse_stretches(text: str) -> list[tuple[dt.time, dt.time]]:
    """Read `8:30-13:00, 14:00-18:30`. Raise ValidationError that says what is wrong; nothing: closed."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        matched = STRETCH.match(part)
        if not matched:
            raise ValidationError(_("Write hours as 8:30-18:30, several with commas."))
        opens, closes = _clock(*matched.group(1, 2)), _clock(*matched.group(3, 4))
        if opens >= closes:
            raise ValidationError(
                _("Closing comes after opening. Over midnight: 22:00-24:00, and 0:00-6:00 on the next day.")
            )
        found.append((opens, closes))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(found)):
        raise ValidationError(_("These hours overlap."))
    return found


def _clock(hour: str, minute: str) -> dt.time:
    if (hour, minute) == ("24", "00"):
        return dt.time(23, 59)  # how the hours keep midnight
    try:
        return dt.time(int(hour), int(minute))
    except ValueError as error:
        raise ValidationError(_("There is no such time of day.")) from error


def check_address(kind: str, text: str) -> None:
    """Refuse what nobody could call or write to, such as a mailbox left under the first kind: the public reads it."""
    if kind in PHONES and not _has_digits(text):
        raise ValidationError(_("This is no phone number: write its digits, or choose another kind."))
    if kind == LineKind.MAILBOX:
        validate_email(text)


def _has_digits(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) >= SHORTEST_NUMBER


def form_id(typed: QueryDict) -> UUID:
    """Return the id that an empty form carried, so that one sent twice makes one record; else a new one."""
    try:
        return UUID(typed.get("id", ""))
    except ValueError:
        return uuid4()


class CentreForm(forms.Form):
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    name_uz = forms.CharField(label=_("Name in Uzbek, for the public pages"), max_length=100, required=False)
    name_tg = forms.CharField(label=_("Name in Tajik, for the public pages"), max_length=100, required=False)
    scope = forms.ChoiceField(label=_("Whom it serves"), choices=CentreScope.choices, initial=CentreScope.REGIONAL)
    country = forms.CharField(label=_("Home country"), widget=forms.Select)
    subdivision = forms.CharField(label=_("Region"), required=False, widget=forms.Select)
    time_zone = forms.CharField(label=_("Time zone"), widget=forms.Select)
    emergency_number = forms.CharField(label=_("Emergency number, day and night"), max_length=32, required=False)
    spoken = forms.CharField(
        label=_("Languages spoken"),
        max_length=100,
        required=False,
        help_text=_("For the public page: codes of ISO 639-1 with commas, such as ru, uz, tg."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places()

    def offer_places(self) -> None:
        """Offer the countries, and what belongs to the one that is chosen. A value that is in no list stays seen."""
        typed = {name: str(self[name].value() or "") for name in ("country", "subdivision", "time_zone")}
        country = (typed["country"] or settings.HOME_COUNTRY).upper()
        offered: dict[str, Any] = {
            "country": location_choices.countries(),
            "subdivision": location_choices.regions(country),
            "time_zone": location_choices.time_zones(country, kept=typed["time_zone"]),
        }
        for name in ("country", "subdivision"):
            if typed[name] and typed[name] not in dict(offered[name]):
                offered[name].append((typed[name], typed[name]))
        for name, choices in offered.items():
            self.fields[name].widget.choices = choices

    def clean_emergency_number(self) -> str:
        """Accept what can be called: the public reads it beside the word danger."""
        number = str(self.cleaned_data["emergency_number"])
        if number and not _has_digits(number):
            raise ValidationError(_("This is no phone number: write its digits."))
        return number

    def clean_spoken(self) -> list[str]:
        """Read the codes. Refuse a language that the public page has no name for."""
        codes = [code.strip().lower() for code in str(self.cleaned_data["spoken"]).split(",") if code.strip()]
        for code in codes:
            if code not in Language.values:
                raise ValidationError(
                    _("“%(code)s” is none of the codes: %(known)s."),
                    params={"code": code, "known": ", ".join(Language.values)},
                )
        return list(dict.fromkeys(codes))

    def clean_country(self) -> str:
        """Accept a country that there is."""
        country = str(self.cleaned_data["country"]).upper()
        if country not in geography.countries():
            raise ValidationError(_("There is no country with this code."))
        return country

    def clean_subdivision(self) -> str:
        """Accept a region that there is."""
        region = str(self.cleaned_data["subdivision"]).upper()
        if region and region not in geography.regions(region.split("-")[0]):
            raise ValidationError(_("There is no region with this code."))
        return region

    def clean_time_zone(self) -> str:
        """Accept a time zone that there is."""
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in geography.time_zones():
            raise ValidationError(_("There is no such time zone."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one language at least, and for a region of the country."""
        data = super().clean() or {}
        if not data.get("name_ru") and not data.get("name_en"):
            self.add_error("name_ru", _("Write the name in one language at least."))
        region, country = data.get("subdivision"), data.get("country")
        if region and country and not region.startswith(f"{country}-"):
            self.add_error("subdivision", _("This region lies in another country."))
        return data

    def centre_data(self) -> dict[str, Any]:
        """Return what the actions want."""
        kept = ("country", "subdivision", "time_zone", "emergency_number", "spoken")
        data = {name: self.cleaned_data[name] for name in kept}
        names = {
            language: self.cleaned_data.get(f"name_{language}", "") for language, _name in settings.PUBLIC_LANGUAGES
        }
        return data | {"names": names, "scope": CentreScope(self.cleaned_data["scope"])}

    @staticmethod
    def kept(centre: Centre) -> dict[str, Any]:
        """Return a centre's data as the form shows them."""
        return {
            **{f"name_{language}": centre.names.get(language, "") for language, _name in settings.PUBLIC_LANGUAGES},
            "scope": centre.scope,
            "country": centre.country,
            "subdivision": centre.subdivision,
            "time_zone": centre.time_zone,
            "emergency_number": centre.emergency_number,
            "spoken": ", ".join(centre.spoken),
        }


class NewCentreForm(CentreForm):
    """A centre, with the code and the prefix that stay for good."""

    code = forms.CharField(
        label=_("Code"), max_length=32, validators=[CODE], help_text=_("In figures and commands, such as moscow.")
    )
    number_prefix = forms.CharField(
        label=_("Prefix of enquiry numbers"), max_length=8, validators=[PREFIX], help_text=_("Such as MSK.")
    )
    field_order: tuple[str, ...] = ("name_ru", "name_en", "name_uz", "name_tg", "code", "number_prefix")

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code = str(self.cleaned_data["code"]).lower()
        if Centre.objects.filter(code=code).exists():
            raise ValidationError(_("Another centre has this code."))
        return code

    def clean_number_prefix(self) -> str:
        """Refuse a prefix that is taken."""
        prefix = str(self.cleaned_data["number_prefix"]).upper()
        if Centre.objects.filter(prefix=prefix).exists():
            raise ValidationError(_("Another centre has this prefix."))
        return prefix


class HoursForm(forms.Form):
    """The week, a line of text a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = forms.CharField(
                label=name, max_length=100, required=False, widget=forms.TextInput(attrs={"placeholder": _("closed")})
            )

    def clean(self) -> dict[str, Any]:
        """Read every day."""
        data = super().clean() or {}
        for name in list(data):
            try:
                data[name] = parse_stretches(data[name])
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def week(self) -> dict[int, list[tuple[dt.time, dt.time]]]:
        """Return the week as the actions want it."""
        return {number: self.cleaned_data[f"day_{number}"] for number in WEEKDAYS}


class DayForm(forms.Form):
    """A single day that differs."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = forms.CharField(
        label=_("Hours"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "10:00-15:00"}),
        help_text=_("Empty: closed all day."),
    )

    def clean_hours(self) -> tuple[dt.time | None, dt.time | None]:
        """Read one stretch at most."""
        found = parse_stretches(self.cleaned_data["hours"])
        if len(found) > 1:
            raise ValidationError(_("A single day has one stretch of hours."))
        return found[0] if found else (None, None)


class LineForm(forms.Form):
    """One way to reach the centre."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LineKind.choices)
    address_ru = forms.CharField(label=_("Number or address"), max_length=200)
    address_en = forms.CharField(
        label=_("The same in English"), max_length=200, required=False, help_text=_("Only where it differs.")
    )

    def clean(self) -> dict[str, Any]:
        """Look at each address by the kind of the line."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("address_ru", "address_en"):
            if data.get(name):
                try:
                    check_address(data.get("kind", ""), data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return data

    def address(self) -> dict[str, str]:
        """Return the address as the actions want it."""
        first, english = self.cleaned_data["address_ru"], self.cleaned_data["address_en"]
        return {"ru": first, "en": english} if english else {"": first}

    @staticmethod
    def kept(address: dict[str, str]) -> dict[str, str]:
        """Return an address as the form shows it."""
        return {"address_ru": address.get("ru") or address.get("", ""), "address_en": address.get("en", "")}


class InvitationForm(forms.Form):
    """Whom to invite, and where to."""

    role = forms.ChoiceField(label=_("Role"))
    centre = forms.ModelChoiceField(label=_("Centre"), queryset=Centre.objects.none(), empty_label=None)
    email = forms.EmailField(
        label=_("E-mail of the colleague"),
        required=False,
        help_text=_("Empty: you hand the link over yourself. The address is not stored."),
    )

    def __init__(self, *args: Any, roles: list[Role], centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mailed_links.may_mail():
            del self.fields["email"]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]
