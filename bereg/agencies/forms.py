"""What an editor writes of an agency."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.agencies.choices import LicenceStatus
from bereg.core.geography import countries
from bereg.core.text_normalisation import normalise


class LinesField(forms.CharField):
    """Several short texts, one in a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class AgencyForm(forms.Form):
    """What the list of the licensing body says of an agency besides its name."""

    other_names = LinesField(
        label=gettext_lazy("Other names"),
        help_text=gettext_lazy("One in a line: a trade name, a short one, the former one."),
        max_length=2000,
        required=False,
    )
    tax_number = forms.CharField(label=gettext_lazy("Tax number"), max_length=32, required=False)
    licence = forms.CharField(label=gettext_lazy("Licence number"), max_length=64, required=False)
    issued = forms.DateField(label=gettext_lazy("Issued"), required=False)
    until = forms.DateField(label=gettext_lazy("Valid until"), required=False)
    works = LinesField(
        label=gettext_lazy("Kinds of work"), help_text=gettext_lazy("One in a line."), max_length=2000, required=False
    )
    countries = LinesField(
        label=gettext_lazy("Countries"),
        help_text=gettext_lazy("Codes of two letters, one in a line, such as DE for Germany."),
        max_length=2000,
        required=False,
    )
    status = forms.ChoiceField(label=gettext_lazy("Licence"), choices=LicenceStatus.choices)

    def clean_countries(self) -> list[str]:
        """Refuse what is no country's code."""
        codes = [normalise(code).upper() for code in self.cleaned_data["countries"]]
        if unknown := [code for code in codes if code not in countries()]:
            raise ValidationError(_("These are no codes of countries: %(codes)s.") % {"codes": ", ".join(unknown)})
        return sorted(codes)

    def clean(self) -> dict[str, Any]:
        """Refuse a licence that ends before it begins."""
        typed = super().clean() or {}
        issued, until = typed.get("issued"), typed.get("until")
        if issued and until and until < issued:
            self.add_error("until", _("The licence would end before it was issued."))
        return typed
