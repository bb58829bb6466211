"""What is typed of a campaign, a material and a place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bereg.campaigns import partners
from bereg.campaigns.choices import PRINTED, MaterialKind, PlaceKind
from bereg.campaigns.fields import (
    AmountField,
    CurrencyField,
    WholeNumberField,
    day_field,
    line_field,
    lines_field,
    pair,
)
from bereg.campaigns.models import Campaign, Material, Place
from bereg.campaigns.queries import first_given_of, given_out
from bereg.campaigns.wanted import KeptFile, WantedCampaign, WantedMaterial, WantedPlace
from bereg.centres.languages import Language
from bereg.centres.queries import all_centres
from bereg.core.pictures import PictureError, read_picture
from bereg.reference import regions
from bereg.reference.models import ReferenceEntry

LARGEST_FILE_B = 5_000_000
LONGEST_SIDE = 1_600
PDF_BEGINS = b"%PDF-"


class CampaignForm(forms.Form):
    """What is said to whom, why, from when to when, who permitted it, who takes part, what there is to spend."""

    name = line_field(gettext_lazy("Name of the campaign"), 200)
    centre = forms.ChoiceField(label=gettext_lazy("Whose campaign"), required=False)
    aim = lines_field(gettext_lazy("Aim"), 2, required=False)
    target_group = line_field(gettext_lazy("For whom"), 300, required=False)
    message = lines_field(gettext_lazy("What it says"), 2, required=False)
    first_day = day_field(gettext_lazy("From"))
    last_day = day_field(
        gettext_lazy("Until"), required=False, help_text=gettext_lazy("Leave it empty if no end is set.")
    )
    permitted_by = line_field(
        gettext_lazy("Permitted by"),
        200,
        required=False,
        help_text=gettext_lazy("The body that permitted it, such as a city government; empty where none was needed."),
    )
    permit_number = line_field(gettext_lazy("Number of the permission"), 100, required=False)
    permitted_on = day_field(gettext_lazy("Day of the permission"), required=False)
    partners = lines_field(
        gettext_lazy("Partners"),
        3,
        required=False,
        help_text=gettext_lazy("Organisations of the directory, each name on a line of its own."),
    )
    budget = AmountField(label=gettext_lazy("Budget"))
    currency = CurrencyField()

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.centres = {str(each.pk): each for each in all_centres()}
        own: Any = self.fields["centre"]
        own.choices = [("", _("of all centres")), *((key, str(each)) for key, each in self.centres.items())]

    def clean_partners(self) -> list[ReferenceEntry]:
        """Find the partners by their names."""
        stand = self.campaign.partners.select_related("published") if self.campaign else ()
        return partners.named(self.cleaned_data["partners"], stand)

    def clean_first_day(self) -> Any:
        """Refuse a beginning after something was given out."""
        day = self.cleaned_data["first_day"]
        given = first_given_of(self.campaign) if self.campaign else None
        if given and day > given:
            words = _("Something was given out on %(day)s already: the campaign began then or before.")
            raise ValidationError(words % {"day": date_format(given, "j E Y")})
        return day

    def clean(self) -> dict[str, Any]:
        """Demand days in order, a body of each permission, and an amount with its currency."""
        typed = self.cleaned_data
        first, last = typed.get("first_day"), typed.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end is before the beginning."))
        if not typed.get("permitted_by") and (typed.get("permit_number") or typed.get("permitted_on")):
            self.add_error("permitted_by", _("Say who permitted it."))
        pair(self, "budget")
        return typed

    def wanted(self) -> WantedCampaign:
        """Return what was typed, without the partners. Call only after is_valid()."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "partners"}
        return WantedCampaign(**{**typed, "centre": self.centres.get(typed["centre"])})


class MaterialForm(forms.Form):
    """What is given out or shown, and how it looks."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MaterialKind.choices)
    name = line_field(
        pgettext_lazy("thing", "Name"), 200, help_text=gettext_lazy("By which whoever gives it out knows it.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    edition = line_field(gettext_lazy("Edition"), 50, required=False)
    print_run = WholeNumberField(
        label=gettext_lazy("Print run"), required=False, help_text=gettext_lazy("How many copies were printed.")
    )
    cost = AmountField(label=gettext_lazy("Cost"), help_text=gettext_lazy("Of all of it, with making and placing it."))
    currency = CurrencyField()
    file = forms.FileField(
        label=gettext_lazy("How it looks"),
        required=False,
        help_text=gettext_lazy("A picture (JPEG, PNG, WebP) or a PDF; 5 MB at most."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )
    field_order = ("kind", "name", "language", "edition", "print_run", "cost", "currency", "file")

    def __init__(self, *args: Any, material: Material | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.material = material

    def clean_file(self) -> KeptFile | None:
        """Return a picture written anew, or a PDF."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if not file:
            return None
        if (file.size or 0) > LARGEST_FILE_B:
            raise ValidationError(_("The file is larger than 5 MB; make it smaller."))
        content = file.read()
        if content.startswith(PDF_BEGINS):
            return KeptFile(content, "application/pdf", "pdf")
        try:
            picture = read_picture(content, longest_side=LONGEST_SIDE)
        except PictureError as refused:
            raise ValidationError(str(refused)) from refused
        return KeptFile(picture.content, picture.kind, picture.ending)

    def clean_kind(self) -> str:
        """Keep the kind of what was given out: its columns are those of the kind."""
        kind: str = self.cleaned_data["kind"]
        if self.material and kind != self.material.kind and self.material.distributions.exists():
            raise ValidationError(_("It was given out already: another kind is another material."))
        return kind

    def clean(self) -> dict[str, Any]:
        """Demand a print run of what is printed alone, not less than was given out, and a cost with its currency."""
        typed = self.cleaned_data
        run, kind = typed.get("print_run"), typed.get("kind")
        if run is not None and kind and kind not in PRINTED:
            self.add_error("print_run", _("This kind is not printed: leave it empty."))
        given = given_out([self.material]).get(self.material.pk, 0) if self.material else 0
        if run is not None and run < given:
            self.add_error("print_run", _("%(given)s copies were given out already.") % {"given": given})
        pair(self, "cost")
        return typed

    def wanted(self) -> WantedMaterial:
        """Return what was typed, without the file. Call only after is_valid()."""
        return WantedMaterial(**{name: value for name, value in self.cleaned_data.items() if name != "file"})


class CampaignPlaceForm(forms.Form):
    """Where something is given out or shown."""

    name = line_field(
        pgettext_lazy("thing", "Name"),
        200,
        help_text=gettext_lazy("As whoever stands there would say it: market, gate 2."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PlaceKind.choices)
    region = line_field(
        gettext_lazy("Region"),
        100,
        required=False,
        help_text=gettext_lazy("By its name or code (RU-MOW); empty: the whole country."),
    )
    partner = line_field(
        gettext_lazy("Partner"),
        300,
        required=False,
        attrs={"list": "partners"},
        help_text=gettext_lazy("The organisation of the directory that gives it out there, if any."),
    )
    is_closed = forms.BooleanField(label=gettext_lazy("Nothing is given out here any more"), required=False)

    def __init__(self, *args: Any, place: Place | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        if place is None:
            del self.fields["is_closed"]

    def clean_region(self) -> str:
        """Return the code of the region."""
        typed = self.cleaned_data["region"]
        known, unknown = regions.codes_in(typed)
        if unknown or len(known) > 1:
            near = ", ".join(regions.nearest(typed))
            words = _("There is no such region. Near it are: %(near)s.") if near else _("There is no such region.")
            raise ValidationError(words % {"near": near})
        return known[0] if known else ""

    def clean_partner(self) -> ReferenceEntry | None:
        """Find the partner by its name."""
        stands = self.place.partner if self.place else None
        found = partners.named(self.cleaned_data["partner"], [stands] if stands else ())
        return found[0] if found else None

    def clean(self) -> dict[str, Any]:
        """Refuse a name that another place of the region has."""
        typed = self.cleaned_data
        if "name" in typed and "region" in typed:
            same = Place.objects.filter(name=typed["name"], region=typed["region"])
            if (same.exclude(pk=self.place.pk) if self.place else same).exists():
                self.add_error("name", _("There is a place of this name in the region already."))
        return typed

    def wanted(self) -> WantedPlace:
        """Return what was typed. Call only after is_valid()."""
        return WantedPlace(**self.cleaned_data)
