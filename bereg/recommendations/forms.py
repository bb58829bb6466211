"""What is typed of a recommendation: its words in each language, to whom, on which figures; and what became of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.commentary.choices import LANGUAGES, WHOLE
from bereg.commentary.forms import InLanguages, WordsForm
from bereg.commentary.numbers import PublishedNumbers, published
from bereg.commentary.queries import said_by
from bereg.dispatch.forms import day_field, names_offered, recipient_named, words_field
from bereg.publications import periods
from bereg.publications.addressees import AddresseeKind
from bereg.publications.models import Release
from bereg.publications.queries import ChangedError
from bereg.publications.queries import release as release_of
from bereg.publications.sentences import ALL
from bereg.recommendations.choices import LONGEST_NOTE, MOST_FIGURES, WAITING, RecommendationStep
from bereg.recommendations.figures import FigureKey, NamedFigure, figures_of, keyed
from bereg.recommendations.queries import standing_releases
from bereg.recommendations.wanted import RecommendationDraft, StepDraft
from bereg.reference.models import ReferenceEntry

NO_FIGURE = _("The report has no figure of this name: choose from what the field offers.")


class GroundsForm(forms.Form):
    """To whom a recommendation goes, and what it rests on."""

    to_kind = forms.ChoiceField(label=_("For whom"), choices=AddresseeKind.choices)
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Of the directory, where it goes to one: type a part of its name and choose."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "recipients", "autocomplete": "off"}),
    )
    release = forms.ChoiceField(
        label=_("Report"), required=False, help_text=_("Published figures alone: these are what others can look up.")
    )
    enquiries = forms.IntegerField(
        label=_("Enquiries that speak for it"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Only how many, for the staff: it is not published."),
    )
    with_report = forms.BooleanField(
        label=_("Publish it with this report, once a second person has agreed"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        self.releases = {str(each.pk): each for each in standing_releases()}
        initial = kwargs.get("initial", {})
        stands, self.goes_to = initial.get("stands"), initial.get("goes_to")
        if stands and str(stands.pk) not in self.releases:  # withdrawn or corrected since: it stays what it rests on
            self.releases[str(stands.pk)] = stands
        names = [(pk, periods.named(each.first_month, each.last_month)) for pk, each in self.releases.items()]
        own["release"].choices = [("", "—"), *names]
        for number in range(1, MOST_FIGURES + 1):
            own[f"figure_{number}"] = forms.CharField(
                label=_("Figure %(number)s") % {"number": number},
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"list": "figures", "autocomplete": "off"}),
            )
        self.order_fields(["to_kind", "organisation", "release", *self._figure_names(), "enquiries", "with_report"])
        chosen = self.releases.get(str(self["release"].value() or ""))
        full = release_of(chosen.pk) if chosen else None
        self.is_damaged = False
        try:
            self.said = said_by(full) if full else None
        except ChangedError:
            self.said, self.is_damaged = None, True
        self.known: dict[FigureKey, NamedFigure] = figures_of(self.said) if self.said else {}

    @staticmethod
    def _figure_names() -> list[str]:
        return [f"figure_{number}" for number in range(1, MOST_FIGURES + 1)]

    def offered(self) -> list[str]:
        """Return the figures that the fields offer."""
        return [each.words for each in self.known.values()]

    def recipients(self) -> list[str]:
        """Return the organisations that the field offers."""
        return names_offered()

    def numbers(self, language: str) -> PublishedNumbers:
        """Return the numbers that may stand in its words."""
        return published(self.said, ALL, WHOLE, language) if self.said else PublishedNumbers()

    def clean_organisation(self) -> ReferenceEntry | None:
        """Find the organisation by its name."""
        typed = self.cleaned_data["organisation"]
        return recipient_named(typed, self.goes_to) if typed else None

    def clean_release(self) -> Release | None:
        """Return the release, unless its figures can no longer be trusted."""
        if self.is_damaged:
            raise forms.ValidationError(_("This release is not what was prepared."))
        return self.releases.get(self.cleaned_data["release"])

    def clean(self) -> dict[str, Any]:
        """Find each figure by its words; see that what goes with a report has one."""
        for name in () if self.is_damaged else self._figure_names():
            typed = self.cleaned_data.get(name, "").strip()
            try:
                keyed([typed] if typed else [], self.known)
            except KeyError:
                self.add_error(name, NO_FIGURE)
        if self.cleaned_data.get("with_report") and not (self.is_damaged or self.cleaned_data.get("release")):
            self.add_error("release", _("Choose the report that it is published with."))
        return self.cleaned_data

    def figures(self) -> list[list[str]]:
        """Return the keys of the figures that were chosen."""
        typed = [self.cleaned_data[name].strip() for name in self._figure_names()]
        return [list(each) for each in keyed([name for name in typed if name], self.known)]


class RecommendationForm(InLanguages):
    """The whole form: the words in each language, and the grounds."""

    def __init__(self, data: Any, *, names: Mapping[str, str], initial: Mapping[str, Any]) -> None:
        self.grounds = GroundsForm(data, initial=dict(initial))
        texts, decided = initial.get("texts", {}), initial.get("decided", {})
        self.languages = [
            WordsForm(
                data,
                language=each,
                name=names[each],
                known=self.grounds.numbers(each),
                initial={"text": texts.get(each, ""), **decided.get(each, {})},
            )
            for each in LANGUAGES
        ]

    @property
    def parts(self) -> list[forms.Form]:
        """Return the forms in their order."""
        return [*self.languages, self.grounds]

    def draft(self) -> RecommendationDraft:
        """Return what is wanted."""
        written, grounds = [each for each in self.languages if each.leaving], self.grounds.cleaned_data
        return RecommendationDraft(
            texts={each.language: each.leaving for each in written},
            decided={each.language: each.decided() for each in written},
            to_kind=grounds["to_kind"],
            organisation=grounds["organisation"],
            release=grounds["release"],
            figures=self.grounds.figures() if grounds["release"] else [],
            enquiries=grounds["enquiries"],
            with_report=grounds["with_report"],
        )


class StepForm(forms.Form):
    """What happened to a recommendation."""

    step = forms.ChoiceField(label=_("What happened"), choices=RecommendationStep.choices, widget=forms.RadioSelect)
    happened_on = day_field(_("When"))
    answer_by = day_field(_("Answer expected by"), required=False)
    note = words_field(
        _("What was answered, or done"),
        3,
        most=LONGEST_NOTE,
        required=False,
        help_text=_("No name and no story of anybody: everybody who writes reports reads it."),
    )

    def clean_happened_on(self) -> dt.date:
        """Refuse what is yet to come."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is yet to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """See that an answer is waited for after something was sent."""
        answer_by, day = self.cleaned_data.get("answer_by"), self.cleaned_data.get("happened_on")
        if answer_by and self.cleaned_data.get("step") not in WAITING:
            self.add_error("answer_by", _("An answer is expected to what is sent alone: leave this empty."))
        elif answer_by and day and answer_by < day:
            self.add_error("answer_by", _("This is before it was sent."))
        return self.cleaned_data

    def draft(self) -> StepDraft:
        """Return what is wanted."""
        return StepDraft(**{name: self.cleaned_data[name] for name in ("step", "happened_on", "answer_by", "note")})
