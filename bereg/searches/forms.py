"""What is typed of a search, of somebody who agrees to be found, and of what that person answers."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.dispatch.choices import DispatchKind
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.forms import DispatchForm
from bereg.emergency_access.break_glass import says_enough
from bereg.questionnaire.countries_and_regions import countries
from bereg.questionnaire.questions import by_label
from bereg.reference.models import ReferenceEntry
from bereg.searches.access import lawyers_of
from bereg.searches.actions import RelativesRequest
from bereg.searches.choices import ANSWERS, MatchState, Risk, SearchEnding, Verified, WhoLooks
from bereg.searches.details import Details
from bereg.searches.errors import NotGivenError
from bereg.searches.models import Match, SearchRequest
from bereg.searches.protection import given_to
from bereg.searches.risk import why_not_to
from bereg.searches.wording import why_not

EARLIEST, LONGEST, MOST_NAMES = 1900, 4_000, 20
OF_CHILD = (MatchState.PROTECTED, MatchState.REFUSED, MatchState.NOT_REACHED, MatchState.SOMEBODY_ELSE)


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more
    )


class DetailsForm(forms.Form):
    """Whom it is about."""

    names = _text(
        _("Names"),
        3,
        help_text=_("Each spelling in a line of its own: as in the passport, as they write it, as they are called."),
    )
    born = forms.IntegerField(label=_("Year of birth"), min_value=EARLIEST, required=False)
    origin = forms.ChoiceField(label=_("Country of origin"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin: Any = self.fields["origin"]
        origin.choices = [("", "—"), *((each.code, each.label()) for each in by_label(countries()))]

    def clean_names(self) -> tuple[str, ...]:
        """Return each spelling once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        found = tuple(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_NAMES:
            raise forms.ValidationError(_("Give at most %(most)s spellings."), params={"most": MOST_NAMES})
        return found

    def clean_born(self) -> int:
        """Refuse a year to come."""
        born: int = self.cleaned_data["born"] or 0
        if born > dt.datetime.now(dt.UTC).year:
            raise forms.ValidationError(_("This year is still to come."))
        return born

    def details(self) -> Details:
        """Return what was typed. Call only after is_valid()."""
        known = ("names", "born", "origin", "last_seen", "route")
        return Details(**{name: value for name, value in self.cleaned_data.items() if name in known})


class SearchForm(DetailsForm):
    """A relative's request."""

    relation = forms.ChoiceField(label=_("Who looks for the person"), choices=WhoLooks.choices)
    verified = forms.ChoiceField(
        label=_("How that was verified"), choices=Verified.choices, initial=Verified.NOT_YET.value
    )
    last_seen = _text(_("Last seen"), 2, required=False, help_text=_("When, where, with whom; the last sign of life."))
    route = _text(_("Route"), 2, required=False, help_text=_("From where to where, with whom, what work was promised."))
    risk = forms.ChoiceField(
        label=_("May police, or an embassy of a state that the person may have fled, be asked?"),
        help_text=_("Say what that may mean: whoever the person fled may learn where they are. Without a yes, never."),
        choices=Risk.choices,
        initial=Risk.NOT_ASKED.value,
        widget=forms.RadioSelect,
    )
    field_order = ("relation", "verified", "names", "born", "origin", "last_seen", "route", "risk")

    def request(self) -> RelativesRequest:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return RelativesRequest(typed["relation"], typed["verified"], typed["risk"], self.details())


class FindableForm(DetailsForm):
    """Who agrees to be found."""

    agrees = forms.BooleanField(
        label=_("The person was asked this, and agreed"),
        help_text=_(
            "“May we look whether somebody searches for you? Nobody learns anything unless you say yes once more, and"
            " you can take it back at any time.”"
        ),
    )
    field_order = ("agrees", "names", "born", "origin")


class AskForm(forms.Form):
    """What the person is told when they are asked."""

    asks = _text(
        _("Who looks for the person, as they are to be told"),
        4,
        help_text=_("Only what the relative lets you say. The other centre reads it; nobody else does."),
    )


class FoundAnswerForm(forms.Form):
    """What the person answered. Of a child nothing is told."""

    state = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect)
    says = _text(
        _("What may be told to the relative, in the person's own words"),
        3,
        required=False,
        help_text=_("Nothing else is told. Where they said no, the other side sees what it sees when nobody is found."),
    )

    unwritten = _text(
        _("Of a child: why no letter goes to the child-protection body"),
        2,
        required=False,
        help_text=_("Only where none is drafted, such as: they have the child already. It is read here alone."),
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_given = given_to(match.enquiry) is not None
        words = {
            MatchState.AGREED: _("the person was asked, and says yes"),
            MatchState.PROTECTED: _("it is a child: given to the child-protection body, and told to nobody else"),
            MatchState.UNABLE: _("the person is dead, or unconscious: two people decide"),
        }
        offered = OF_CHILD if match.of_child else ANSWERS
        state: Any = self.fields["state"]
        state.choices = [(each.value, words.get(each, each.label)) for each in offered if each != match.state]
        if match.of_child:
            del self.fields["says"]
        if self.is_given:
            del self.fields["unwritten"]

    def clean(self) -> dict[str, Any]:
        """Want the words where something may be told."""
        typed = super().clean() or {}
        if typed.get("state") == MatchState.AGREED and not typed.get("says"):
            self.add_error("says", _("Write what may be told."))
        is_child = typed.get("state") == MatchState.PROTECTED
        if is_child and not (self.is_given or says_enough(typed.get("unwritten", ""))):
            self.add_error("unwritten", why_not(NotGivenError()))
        return typed

    def said(self) -> str:
        """Return the words that belong to the answer. Call only after is_valid()."""
        name = {MatchState.AGREED: "says", MatchState.PROTECTED: "unwritten"}.get(self.cleaned_data["state"], "")
        return str(self.cleaned_data.get(name, ""))


class DecisionForm(forms.Form):
    """What two people let be told of somebody who cannot answer."""

    says = _text(_("What is told to the relative"), 3)


class EndingForm(forms.Form):
    """How a search ends without telling anything."""

    ending = forms.ChoiceField(
        label=_("How it ends"),
        choices=[(each.value, each.label) for each in SearchEnding if each != SearchEnding.TOLD],
        widget=forms.RadioSelect,
    )


class GiveSearchForm(forms.Form):
    """To which lawyer a search is given."""

    lawyer = forms.ChoiceField(label=_("Lawyer"), required=False)

    def __init__(self, *args: Any, search: SearchRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in lawyers_of(search)}
        lawyer: Any = self.fields["lawyer"]
        lawyer.choices = [
            ("", _("no lawyer: the supervisors lead it")),
            *((pk, e.name) for pk, e in self.people.items()),
        ]


class QueryForm(DispatchForm):
    """What a hospital, a partner, a union, police or an embassy is asked: nothing of the relative's own enquiry."""

    def __init__(self, *args: Any, search: SearchRequest, person: User, **kwargs: Any) -> None:
        self.search = search
        given: dict[str, Any] = {"centre": search.centre, "enquiry": search.enquiry, "person": person}
        super().__init__(*args, **given, kinds=[DispatchKind.SEARCH], **kwargs)
        self.fields["content"].required = True
        self.fields["content"].help_text = _("As little as will do. Leave out who looks, and why.")

    def clean_to(self) -> ReferenceEntry:
        """Refuse what is, or may be, of a state unless the relative agreed to that risk."""
        found = super().clean_to()
        if refusal := why_not_to(self.search, found):
            raise forms.ValidationError(refusal)
        return found

    def drafting(self) -> Drafting:
        """Return what was typed, as a query of this search: whoever leads it reads it. Call only after is_valid()."""
        return replace(super().drafting(), subject=self.search.pk)


def asks_of(details: Details) -> str:
    """Return what a query begins with."""
    lines = (", ".join(details.names), str(details.born or ""), details.origin_words, details.last_seen)
    return "\n".join(line for line in lines if line)


def initial_of(search: SearchRequest, details: Details) -> dict[str, Any]:
    """Return what stands, for the form."""
    return {
        "relation": search.relation,
        "verified": search.verified,
        "risk": search.risk,
        "names": "\n".join(details.names),
        "born": details.born or None,
        "origin": details.origin,
        "last_seen": details.last_seen,
        "route": details.route,
    }
