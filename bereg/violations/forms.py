"""What is written of a violation, and the number of an enquiry that names the same firm."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.centres.languages import Language
from bereg.core.forms import NO_DATE
from bereg.core.quarters import quarter_of, quarter_words
from bereg.dispatch.forms import title_of
from bereg.dispatch.queries import recipients
from bereg.enquiries.forms import LONGEST_TEXT
from bereg.enquiries.models import Enquiry
from bereg.persons.choices import Sign, TraffickingAct, TraffickingMeans, TraffickingPurpose
from bereg.persons.forms import ChipsForm, Choices, ShownCode
from bereg.questionnaire.countries_and_regions import regions
from bereg.questionnaire.questions import by_label
from bereg.redaction.forms import FindingsField
from bereg.redaction.judging import carried_over
from bereg.reference.models import ReferenceEntry
from bereg.violations.access import takes_details
from bereg.violations.actions import Raised
from bereg.violations.check_requests import CheckAnswers, CheckLetter, known_beside
from bereg.violations.choices import EmployerGuess, NamedAs, PeopleThere, ToldFurther, ViolationKind
from bereg.violations.keys import is_tax_number
from bereg.violations.models import DETAILS, Violation
from bereg.violations.quarters import latest_quarters
from bereg.violations.texts import Firm
from bereg.violations.trend_notice_text import LANGUAGES

NOT_NOTED = ("", _("not noted"))
CHECKLISTS = ("signs", "act", "means", "purpose")
WITH_CONSENT = ("named_as", *DETAILS, *CHECKLISTS)
LONGEST = 300


def _several(label: StrOrPromise, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _text(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=False, widget=widget)


class ViolationForm(ChipsForm):
    """One violation. Without consent it asks for the kind, the quarter and the region alone."""

    kind = forms.ChoiceField(
        label=_("What was broken"), choices=ViolationKind.choices, widget=forms.Select(attrs={"autofocus": True})
    )
    quarter = forms.TypedChoiceField(label=_("When"), coerce=dt.date.fromisoformat)
    region = forms.ChoiceField(label=_("Region where it happened"), required=False)
    told_further = forms.ChoiceField(
        label=_("May an authority be told, without the person?"),
        help_text=_("Of a no it is written in no notice, and no check is asked for."),
        choices=ToldFurther.choices,
        widget=forms.RadioSelect,
    )
    named_as = forms.ChoiceField(label=_("Employer or agency"), choices=[NOT_NOTED, *NamedAs.choices], required=False)
    name = _text(_("Name of the firm"), _("As the person says it. Other enquiries that name it are found."))
    tax_number = _text(_("Taxpayer's number"), _("From a contract or a seal, if there is one."))
    address = _text(_("Address of the place"), _("With town, street and house: where somebody could go and look."))
    doing = _text(_("What is done there"), _("Such as: a sawmill, a building site. Nothing of the person."))
    signs = _several(_("Signs of forced labour"), Sign.choices)
    act = _several(_("Act"), TraffickingAct.choices)
    means = _several(_("Means"), TraffickingMeans.choices)
    purpose = _several(_("Purpose"), TraffickingPurpose.choices)

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        quarters = list(dict.fromkeys([*latest_quarters(enquiry.centre), *self._standing()]))
        own["quarter"].choices = [(quarter.isoformat(), quarter_words(quarter)) for quarter in quarters]
        listed = by_label(regions(enquiry.centre.country))
        own["region"].choices = [NOT_NOTED, *((each.code, each.label()) for each in listed)]
        if not takes_details(enquiry):
            for name in WITH_CONSENT:
                del self.fields[name]

    def _standing(self) -> list[dt.date]:
        """Return the quarter that stands, which may be longer ago than one would be raised for."""
        stands = self.initial.get("quarter")
        return [dt.date.fromisoformat(stands)] if stands else []

    def first(self) -> list[forms.BoundField]:
        """Return what is always asked."""
        return [self[name] for name in ("kind", "quarter", "region", "told_further")]

    def firm_fields(self) -> list[forms.BoundField]:
        """Return who is named, where that is asked."""
        return [self[name] for name in ("named_as", *DETAILS) if name in self.fields]

    def checklists(self) -> list[tuple[forms.BoundField, list[ShownCode]]]:
        """Return the signs, and act, means and purpose."""
        return [(self[name], list(self.shown(name))) for name in CHECKLISTS if name in self.fields]

    def clean_tax_number(self) -> str:
        """Refuse a number whose check digits do not hold: it would find nobody."""
        number: str = self.cleaned_data["tax_number"]
        if number and not is_tax_number(number):
            raise forms.ValidationError(_("The check digits of this number do not hold. Look at it once more."))
        return number

    def raised(self) -> Raised:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return Raised.from_values({name: typed[name] for name in typed if name not in DETAILS}, Firm.of(typed))


def initial_of(violation: Violation, firm: Firm) -> dict[str, Any]:
    """Return what stands, for the form."""
    columns = Raised.of(violation, firm).columns()
    return {**columns, "quarter": violation.quarter.isoformat(), **firm.texts()}


def initial_of_enquiry(enquiry: Enquiry) -> dict[str, Any]:
    """Return what the answers say already: the region, and the quarter of the call."""
    quarter = quarter_of(in_zone(enquiry.opened_at, enquiry.centre).date())
    offered = quarter in latest_quarters(enquiry.centre)
    region = enquiry.answers.get("region", "")
    return {"region": region} | ({"quarter": quarter.isoformat()} if offered else {})


class LinkForm(forms.Form):
    """Which other enquiry names the same firm."""

    number = forms.CharField(
        label=_("Number of the other enquiry"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-key": "Alt+KeyN"}),
    )


class RecipientForm(forms.Form):
    """To whom it is to go: an organisation or a service of the directory."""

    recipient = forms.ChoiceField(
        label=_("To whom"), help_text=_("The authority that looks into such things, from the directory.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = translation.get_language()
        self.entries = {str(each.pk): each for each in recipients()}
        titles = sorted((title_of(entry, language), pk) for pk, entry in self.entries.items())
        own: Any = self.fields["recipient"]
        own.choices = [("", "—"), *((pk, title) for title, pk in titles)]

    def entry(self) -> ReferenceEntry:
        """Return what was chosen. Call only after is_valid()."""
        return self.entries[self.cleaned_data["recipient"]]


class NoticeForm(RecipientForm):
    """To whom a notice goes, in which language."""

    language = forms.ChoiceField(label=_("Language"), choices=[(code, Language(code).label) for code in LANGUAGES])


class CheckDraftForm(RecipientForm):
    """To whom a check request goes, and what it says of the place: typed freely, so looked at before it leaves."""

    doing = _text(
        _("What is done there, as it leaves"), _("Nothing of the person. Empty: the letter says nothing of it.")
    )
    findings = FindingsField()

    def __init__(self, *args: Any, violation: Violation, firm: Firm, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["findings"]
        doing = str(self["doing"].value() or "").strip()
        self.known = known_beside(violation, firm, person) if doing else ()
        self.decided: dict[str, str] = {}
        own.show(doing, known=self.known)

    def clean(self) -> dict[str, Any]:
        """Take out what is to be removed; ask where somebody has not decided."""
        own: Any = self.fields["findings"]
        typed = self.cleaned_data
        self.decided = carried_over(typed.get("doing") or "", typed.get("findings") or {}, known=self.known)
        typed["doing"] = own.look_at(self, "doing", known=self.known)
        return typed

    def letter(self) -> CheckLetter:
        """Return what was typed. Call only after is_valid()."""
        return CheckLetter(self.entry(), self.cleaned_data["doing"], self.decided)


def _why(label: StrOrPromise) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=widget)


class CheckForm(forms.Form):
    """The two questions that come before a check, and a delay."""

    guess = forms.ChoiceField(
        label=_("Could the employer guess who it was?"), choices=EmployerGuess.choices, widget=forms.RadioSelect
    )
    guess_why = _why(_("Why do you think so?"))
    people_there = forms.ChoiceField(
        label=_("What happens to the people found there (documents, deportation)?"),
        choices=PeopleThere.choices,
        widget=forms.RadioSelect,
    )
    people_why = _why(_("What is known of that, and what can be done for them?"))
    not_before = forms.DateField(
        label=_("Not before"),
        help_text=_("Such as the pay day, or the day by which the person has left."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )

    def clean(self) -> dict[str, Any]:
        """Keep one kind of line break."""
        typed = self.cleaned_data
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in typed.items()}

    def asked(self) -> CheckAnswers:
        """Return what was typed. Call only after is_valid()."""
        return CheckAnswers(**self.cleaned_data)


class SecondForm(forms.Form):
    """Which second enquiry a lawyer judges to come from somebody else."""

    second = forms.ChoiceField(label=_("The second enquiry"), widget=forms.RadioSelect)
    is_another = forms.BooleanField(
        label=_("I have read both. In my judgement they come from different people, and nobody of them said no.")
    )

    def __init__(self, *args: Any, offered: list[Violation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["second"]
        own.choices = [(str(each.pk), f"{each.enquiry.number}: {each.get_kind_display()}") for each in offered]
        self.offered = {str(each.pk): each for each in offered}

    def chosen(self) -> Violation:
        """Return what was chosen. Call only after is_valid()."""
        return self.offered[self.cleaned_data["second"]]
