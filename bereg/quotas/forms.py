"""The fields of a quota, for an editor who mends one by hand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bereg.core import geography
from bereg.core.collation import place
from bereg.quotas.months import month_of
from bereg.quotas.occupations import ListedOccupation, scheme_in_use
from bereg.quotas.quota import quota_of


def _regions() -> list[tuple[str, str]]:
    language = get_language() or "en"
    names = {code: geography.region_name(code, language) for code in geography.regions(settings.HOME_COUNTRY)}
    return sorted(names.items(), key=lambda each: place(each[1]))


def _named(listed: Iterable[ListedOccupation]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(each.code, f"{each.code} {each.label(language)}") for each in listed]


class MonthsField(forms.CharField):
    """Months as lines: `2008-11 900 780`, which is granted and used."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Write the months of a content as lines."""
        if not isinstance(value, dict):
            return value
        lines = [f"{name} {each['granted']} {each['used']} {each.get('source', '')}" for name, each in value.items()]
        return "\n".join(line.strip() for line in lines)

    def clean(self, value: Any) -> Any:
        """Return the months by name. Raise ValidationError, which names the line."""
        found: dict[str, dict[str, Any]] = {}
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            cells = line.split(maxsplit=3)
            if not cells:
                continue
            month = month_of(cells[0])
            if len(cells) < 3 or not month or not all(cell.isdecimal() and len(cell) < 10 for cell in cells[1:3]):
                raise forms.ValidationError(
                    _("Line %(number)d: write month, granted and used, as 2008-11 900 780.") % {"number": number}
                )
            if month in found:
                raise forms.ValidationError(_("Line %(number)d: this month is there twice.") % {"number": number})
            found[month] = {"granted": int(cells[1]), "used": int(cells[2])}
            if len(cells) == 4:
                found[month]["source"] = cells[3][:200]
        return dict(sorted(found.items()))


class QuotaForm(forms.Form):
    """A region, an occupation, and its months. Of which region and occupation one is that stands does not change.

    By these the lists know it; and its code may be none of the scheme in use, or mean something else there.
    """

    region = forms.ChoiceField(label=gettext_lazy("Region"), choices=lazy(_regions, list))
    occupation = forms.ChoiceField(label=gettext_lazy("Occupation"))
    months = MonthsField(
        label=gettext_lazy("Months"),
        help_text=gettext_lazy("A line for each: the month, how many were granted, how many are used. 2008-11 900 780"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = quota_of(self.initial) if self.initial else None
        self._scheme = standing.scheme if standing else scheme_in_use().name
        own: Any = self.fields
        own["occupation"].choices = _named([standing.occupation] if standing else scheme_in_use().occupations.values())
        for name in ("region", "occupation"):
            own[name].disabled = standing is not None

    def clean(self) -> dict[str, Any]:
        """Add by which list the occupation is named."""
        return {**(super().clean() or self.cleaned_data), "scheme": self._scheme}
