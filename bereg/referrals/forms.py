"""What is typed of what came of a referral, and of who referred somebody to us."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.centres.clock import in_zone, today_at
from bereg.centres.models import Centre
from bereg.contacts.channels import Channel
from bereg.core.forms import EARLIEST, LATEST, NO_DATE
from bereg.dispatch.forms import names_offered, recipient_named
from bereg.reference.models import ReferenceEntry
from bereg.reference.topics import topics
from bereg.referrals.actions import NewOutcome
from bereg.referrals.choices import WITH_ARTICLE, WITH_PEOPLE, OutcomeKind
from bereg.referrals.intake import CameIn, Intake
from bereg.referrals.models import ARTICLE, MOST_PEOPLE
from bereg.tasks.forms import NO_TIME

_ERRORS = {"invalid": NO_DATE}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NewOutcomeForm(forms.Form):
    """One thing that came of it."""

    kind = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", "—"), *OutcomeKind.choices],
        widget=forms.Select(attrs={"autofocus": True}),
    )
    happened_on = forms.DateField(label=_("Day"), widget=_day(), error_messages=_ERRORS)
    how_many = forms.IntegerField(
        label=_("Of how many people"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("Where people were freed, sheltered or returned home."),
    )
    article = forms.CharField(
        label=_("Article of the criminal code"),
        required=False,
        max_length=16,
        validators=[RegexValidator(ARTICLE, _("Write the number alone, such as 127.1."))],
        help_text=_("Of a criminal case: its number alone, such as 127.1."),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today_at(centre)
        self.fields["happened_on"].initial = self.today

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, and a number or an article where it has no meaning."""
        typed = self.cleaned_data
        kind = typed.get("kind", "")
        if typed.get("happened_on") and typed["happened_on"] > self.today:
            self.add_error("happened_on", _("That day is still to come."))
        if typed.get("how_many") and kind and kind not in WITH_PEOPLE:
            self.add_error("how_many", _("Only who was freed, sheltered or returned home is counted: leave it empty."))
        if typed.get("article") and kind and kind not in WITH_ARTICLE:
            self.add_error("article", _("Only a criminal case has an article: leave it empty."))
        return typed

    def outcome(self) -> NewOutcome:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return NewOutcome(OutcomeKind(typed["kind"]), typed["happened_on"], typed["how_many"], typed["article"])


class PartnerForm(forms.Form):
    """Who referred the person to us."""

    partner = forms.CharField(
        label=_("Which partner"),
        help_text=_("An organisation or a service of the directory: type a part of its name and choose."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "partners", "autocomplete": "off", "autofocus": True}),
    )
    came_on = forms.DateField(label=_("Day"), widget=_day(), error_messages=_ERRORS)
    is_named = forms.BooleanField(label=_("The partner named the person"), required=False)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today_at(centre)
        self.fields["came_on"].initial = self.today

    def offered(self) -> list[str]:
        """Return the names that the field offers."""
        return names_offered()

    def clean_partner(self) -> ReferenceEntry:
        """Find the partner by its name."""
        return recipient_named(self.cleaned_data["partner"])

    def clean_came_on(self) -> Any:
        """Refuse a day to come."""
        if self.cleaned_data["came_on"] > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        return self.cleaned_data["came_on"]


class IntakeForm(PartnerForm):
    """A partner refers somebody to us: who, how, when, and what about. Nothing of the person."""

    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices)
    came_at = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_TIME},
    )
    topic = forms.ChoiceField(label=_("What about"), required=False)

    field_order = ("partner", "channel", "came_on", "came_at", "topic", "is_named")

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, centre=centre, **kwargs)
        self.now = in_zone(timezone.now(), centre)
        self.fields["came_at"].initial = f"{self.now:%H:%M}"
        topic: Any = self.fields["topic"]
        topic.choices = [("", _("not noted")), *((code, choice.label("")) for code, choice in topics().items())]

    def clean(self) -> dict[str, Any]:
        """Refuse an hour to come."""
        typed = self.cleaned_data
        if typed.get("came_on") == self.today and typed.get("came_at") and typed["came_at"] > self.now.time():
            self.add_error("came_at", _("This time has not come yet."))
        return typed

    def intake(self) -> Intake:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        came = CameIn(typed["partner"], typed["came_on"], typed["is_named"])
        return Intake(came, Channel(typed["channel"]), typed["came_at"], typed["topic"])


class BodiesForm(forms.Form):
    """From which day to which the bodies are looked at, and of what the quarters are shown."""

    begins = forms.DateField(label=_("From"), widget=_day(), error_messages=_ERRORS)
    ends = forms.DateField(label=_("Until"), widget=_day(), error_messages=_ERRORS)
    # What was counted is offered (`offer`); another value, such as of another time, counts as none.
    whom = forms.CharField(label=_("By quarter: to whom"), required=False, widget=forms.Select)
    kind = forms.CharField(label=_("By quarter: what"), required=False, widget=forms.Select)

    def offer(self, **choices: Any) -> None:
        """Offer what was counted, for each of the two fields."""
        own: Any = self.fields
        for name, offered in choices.items():
            own[name].widget.choices = [("", _("all")), *offered]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and dates that no calendar of the databases holds."""
        typed = self.cleaned_data
        for name in ("begins", "ends"):
            if typed.get(name) and not EARLIEST <= typed[name] <= LATEST:
                self.add_error(name, NO_DATE)
        if typed.get("begins") and typed.get("ends") and typed["ends"] < typed["begins"]:
            self.add_error("ends", _("The end is before the beginning."))
        return typed
