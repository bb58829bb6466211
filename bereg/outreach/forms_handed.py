"""What is typed of what was handed out at an event."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bereg.campaigns.choices import Measure
from bereg.campaigns.distribution_form import check_copies, problem_of_day
from bereg.campaigns.fields import WholeNumberField
from bereg.campaigns.growing_lists import name_of
from bereg.campaigns.models import Material
from bereg.campaigns.queries import materials_handed_out
from bereg.outreach.models import HandedOut


class HowManyForm(forms.Form):
    """How many copies were taken there, and how many came back."""

    copies = WholeNumberField(label=Measure.COPIES.label, min_value=1)
    left_over = WholeNumberField(label=Measure.LEFT_OVER.label, required=False)

    def __init__(self, *args: Any, handed: HandedOut | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handed = handed

    @property
    def material(self) -> Material | None:
        """What was handed out."""
        return self.handed.distribution.material if self.handed else None

    def clean(self) -> dict[str, Any]:
        """Refuse more than are left of what was printed."""
        if self.material:
            check_copies(self, self.material, but=self.handed.distribution if self.handed else None)
        return self.cleaned_data

    def many(self) -> dict[str, int]:
        """Return what was typed. Call only after is_valid()."""
        return {"copies": self.cleaned_data["copies"], "left_over": self.cleaned_data["left_over"] or 0}


class HandedOutForm(HowManyForm):
    """The same, of a material: those whose campaign ran on the day stand first."""

    choice = forms.ChoiceField(label=pgettext_lazy("campaign", "Material"))
    field_order = ("choice", "copies", "left_over")

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.materials = {str(each.pk): each for each in materials_handed_out()}
        running = {key: each for key, each in self.materials.items() if each.campaign.runs_on(day)}
        others = [(key, name_of(each)) for key, each in self.materials.items() if key not in running]
        own: Any = self.fields
        own["choice"].choices = [("", "—"), *((key, name_of(each)) for key, each in running.items())]
        if others:
            own["choice"].choices += [(_("Of campaigns of another time"), others)]

    @property
    def material(self) -> Material | None:
        """What was chosen."""
        return self.materials.get(getattr(self, "cleaned_data", {}).get("choice", ""))

    def clean_choice(self) -> str:
        """Refuse a material of a campaign that began later."""
        key: str = self.cleaned_data["choice"]
        if problem := problem_of_day(self.materials[key], self.day):
            raise forms.ValidationError(problem)
        return key
