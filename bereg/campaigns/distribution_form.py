"""What is typed of what was given out: the fields that its kind of material has, and no other."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bereg.campaigns.choices import Measure
from bereg.campaigns.fields import WholeNumberField, day_field
from bereg.campaigns.models import Distribution, Material, Place
from bereg.campaigns.queries import copies_left, places_offered
from bereg.campaigns.wanted import WantedGiving

MOST = {Measure.DAYS_SHOWN: 3_660, Measure.BROADCASTS: 100_000}


class GivenForm(forms.Form):
    """Where, when and how much of a material."""

    place = forms.ChoiceField(label=gettext_lazy("Place"), error_messages={"required": gettext_lazy("Choose a place.")})
    given_on = day_field(gettext_lazy("Day"))

    def __init__(
        self,
        *args: Any,
        material: Material,
        stands: Distribution | None = None,
        usual: Place | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.material, self.stands = material, stands
        own: Any = self.fields
        if stands and stands.place is None:  # the room above that wrote it down says where and when
            del own["place"], own["given_on"]
        else:
            self.places = _places(stands)
            own["place"].choices = [("", "—"), *((key, str(each)) for key, each in self.places.items())]
            own["place"].initial = str(usual.pk) if usual else ""
            own["given_on"].initial = timezone.localdate
        for number, measure in enumerate(material.measures):
            least = 1 if number == 0 else 0
            most = {"max_value": MOST[measure]} if measure in MOST else {}
            own[measure.value] = WholeNumberField(label=measure.label, required=least > 0, min_value=least, **most)

    def clean_given_on(self) -> Any:
        """Refuse a day to come, or before the campaign."""
        day = self.cleaned_data["given_on"]
        problem = problem_of_day(self.material, day)
        if problem:
            raise ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse more copies than are left of what was printed."""
        check_copies(self, self.material, but=self.stands)
        return self.cleaned_data

    def given(self) -> WantedGiving:
        """Return what was typed. Call only after is_valid()."""
        typed: dict[str, Any] = {each.value: self.cleaned_data.get(each) for each in self.material.measures}
        typed["left_over"] = typed.get("left_over") or 0
        if "place" not in self.fields and self.stands:
            return WantedGiving(None, self.stands.given_on, **typed)
        return WantedGiving(self.places[self.cleaned_data["place"]], self.cleaned_data["given_on"], **typed)


def _places(stands: Distribution | None) -> dict[str, Place]:
    offered = list(places_offered())
    if stands and stands.place and stands.place not in offered:  # it closed since
        offered.append(stands.place)
    return {str(each.pk): each for each in offered}


def check_copies(form: forms.Form, material: Material, but: Distribution | None = None) -> None:
    """Tell beside its field that more are left over than were taken, or taken than are left of what was printed.

    but: the distribution that is corrected, which does not count.
    """
    typed = form.cleaned_data
    copies, left_over = typed.get(Measure.COPIES), typed.get(Measure.LEFT_OVER) or 0
    if copies is None:
        return
    if left_over > copies:
        form.add_error(Measure.LEFT_OVER, _("More are left over than were taken there."))
        return
    left = copies_left(material, but=but.pk if but else None)
    if problem := problem_of_copies(material, copies - left_over, left):
        form.add_error(Measure.COPIES, problem)


def problem_of_day(material: Material, day: Any) -> str:
    """Say why nothing can be given out on a day; "" where it can."""
    if day > timezone.localdate():
        return _("This day is still to come.")
    first = material.campaign.first_day
    return _("The campaign began on %(day)s.") % {"day": date_format(first, "j E Y")} if day < first else ""


def problem_of_copies(material: Material, given: int, left: int | None) -> str:
    """Say that so many copies are not left; "" where they are. left: of the print run, None where none is known."""
    if left is None or given <= left:
        return ""
    words = ngettext(
        "%(run)s were printed, and %(left)s is left to give out.",
        "%(run)s were printed, and %(left)s are left to give out.",
        left,
    )
    return words % {"run": material.print_run, "left": left}
