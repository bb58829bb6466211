"""What is written of a person concerned, and of whether somebody is a suspected victim."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.centres.languages import Language
from bereg.enquiries.forms import LONGEST_TEXT
from bereg.enquiries.models import Enquiry
from bereg.persons.actions import Described
from bereg.persons.choices import (
    CHILDREN,
    WITHOUT_ANSWER,
    AgeBand,
    CommandOfLanguage,
    Gender,
    Occupation,
    ParentalCare,
    RelationToCaller,
    Sign,
    Suspicion,
    TraffickingAct,
    TraffickingMeans,
    TraffickingPurpose,
)
from bereg.persons.models import Person
from bereg.questionnaire.countries_and_regions import countries, regions
from bereg.questionnaire.questions import by_label

NOT_ASKED = ("", _("not asked"))
DIGITS = {"": "⌫", "declined": "0", "unknown": "9"}  # the same everywhere
MOST_DIGITS = 8
Choices = Sequence[tuple[str, StrOrPromise]]
AGES = {band.value for band in AgeBand}


@dataclass(frozen=True)
class ShownCode:
    """One code as the page shows it. digit: its key, if it has one. is_entered: whether Tab comes to it first."""

    code: str
    label: StrOrPromise
    digit: str
    is_chosen: bool
    is_quiet: bool
    is_entered: bool


def _one(label: StrOrPromise, choices: Choices) -> forms.ChoiceField:
    every = [NOT_ASKED, *choices, *WITHOUT_ANSWER]
    return forms.ChoiceField(label=label, choices=every, required=False, widget=forms.RadioSelect)


def _several(label: StrOrPromise, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class ChipsForm(forms.Form):
    """A form whose lists stand as chips, with a digit for each of the first eight."""

    def shown(self, name: str) -> Iterator[ShownCode]:
        """Yield the codes of a list, the answers before the ways of having none."""
        field: Any = self.fields[name]
        value = self[name].value()
        chosen = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value or "")}
        choices = sorted(field.choices, key=lambda choice: choice[0] in DIGITS)
        entered = next((code for code, _label in choices if code in chosen), choices[0][0])
        for number, (code, label) in enumerate(choices, 1):
            digit = DIGITS.get(code, str(number) if number <= MOST_DIGITS else "")
            yield ShownCode(code, label, digit, code in chosen, code in DIGITS, code == entered)


class PersonForm(ChipsForm):
    """One person: codes alone, each of which may be left out."""

    relation = _one(_("Who the person is to the caller"), RelationToCaller.choices)
    gender = _one(_("Gender"), Gender.choices)
    band = _one(_("Age"), AgeBand.choices)
    care = _one(_("Parental care"), ParentalCare.choices)
    occupation = _one(_("Work or school"), Occupation.choices)
    command = _one(_("Understands the centre's language"), CommandOfLanguage.choices)
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[NOT_ASKED, *WITHOUT_ANSWER, *Language.choices], required=False
    )
    region = forms.ChoiceField(label=_("Region where they are"), required=False)
    told_by_another = forms.BooleanField(label=_("Told by somebody else"), required=False, initial=True)
    signs = _several(_("Signs of forced labour"), Sign.choices)
    act = _several(_("Act"), TraffickingAct.choices)
    means = _several(_("Means"), TraffickingMeans.choices)
    purpose = _several(_("Purpose"), TraffickingPurpose.choices)

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("citizenship", countries()), ("region", regions(enquiry.centre.country))):
            field: Any = self.fields[name]
            field.choices = [NOT_ASKED, *WITHOUT_ANSWER, *((each.code, each.label()) for each in by_label(listed))]

    def chips(self) -> list[tuple[forms.BoundField, list[ShownCode]]]:
        """Return the questions of one answer."""
        names = ("relation", "gender", "band", "care", "occupation", "command")
        return [(self[name], list(self.shown(name))) for name in names]

    def lists(self) -> list[forms.BoundField]:
        """Return the questions with long lists."""
        return [self[name] for name in ("citizenship", "region", "language")]

    def checklists(self) -> list[tuple[forms.BoundField, list[ShownCode]]]:
        """Return the signs, and act, means and purpose."""
        return [(self[name], list(self.shown(name))) for name in ("signs", "act", "means", "purpose")]

    def clean(self) -> dict[str, Any]:
        """Leave out what is not asked: means of a child, care of an adult, that callers were told by others."""
        typed = super().clean() or self.cleaned_data
        if typed.get("band") in CHILDREN:
            typed["means"] = []
        elif typed.get("band") in AGES:
            typed["care"] = ""
        if typed.get("relation") == RelationToCaller.SELF:
            typed["told_by_another"] = False
        return typed

    def described(self) -> Described:
        """Return what was typed. Call only after is_valid()."""
        return Described.from_values(self.cleaned_data)


def initial_of(person: Person) -> dict[str, Any]:
    return Described.of(person).columns()


def initial_of_caller(enquiry: Enquiry) -> dict[str, Any]:
    """Return what the answers say of who calls, where the caller is the person concerned."""
    answers = enquiry.answers
    band = answers.get("age", "")
    return {
        "relation": RelationToCaller.SELF,
        "gender": answers.get("gender", ""),
        "band": band if band in {*AGES, *dict(WITHOUT_ANSWER)} else "",  # "under 20" is no band of ours
        "citizenship": answers.get("citizenship", ""),
        "told_by_another": False,
    }


class JudgementForm(ChipsForm):
    """Whether somebody is a suspected victim, and why."""

    suspicion = forms.ChoiceField(label=_("Suspected victim"), choices=Suspicion.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a few words, without a name. It is sealed, and read by whoever may read the enquiry's text."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "data-key": "Alt+KeyN"}),
    )

    def clean_reason(self) -> str:
        """Keep one kind of line break."""
        reason: str = self.cleaned_data["reason"]
        return reason.replace("\r\n", "\n").replace("\r", "\n")

    def chips(self) -> list[tuple[forms.BoundField, list[ShownCode]]]:
        """Return the one question."""
        return [(self["suspicion"], list(self.shown("suspicion")))]
