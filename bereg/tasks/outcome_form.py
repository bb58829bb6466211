"""What the outcome of an enquiry promises, in the form that registers it: until when, and what to ask."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import zone_of
from bereg.centres.due import DueTime
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.enquiries.outcomes import Consent, Outcome
from bereg.tasks.actions import Promise
from bereg.tasks.choices import PROMISED_BY
from bereg.tasks.forms import FURTHEST, LONGEST_WORDS, NO_DATE, NO_TIME, is_countable
from bereg.tasks.hours_at_work import next_hour, offered

FOR_ROLE = {Outcome.TO_LAWYER: Role.LAWYER, Outcome.TO_PSYCHOLOGIST: Role.PSYCHOLOGIST}
PAST = _("Choose a time that is still to come, within two years.")


class OutcomeForm(forms.Form):
    """Nothing is obligatory: what is left as it stands is promised for the next hour at work."""

    promise = forms.DateTimeField(required=False, label=_("By when"), input_formats=["%Y-%m-%dT%H:%M"])
    promise_on = forms.DateField(required=False, label=_("Another day"), error_messages={"invalid": NO_DATE})
    promise_time = forms.TimeField(required=False, label=_("Hour"), error_messages={"invalid": NO_TIME})
    question = forms.CharField(required=False, max_length=LONGEST_WORDS, label=_("What to ask"))

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.zone = centre, zone_of(centre)

    @property
    def is_asked(self) -> bool:
        """Tell whether the outcome promises something, and somebody agreed that it is kept."""
        return self.data.get("outcome") in PROMISED_BY and self.data.get("consent") == Consent.YES

    def clean(self) -> dict[str, Any]:
        """Refuse a time that is past, where one is asked for."""
        if not self.is_asked:
            self.errors.clear()
        elif not self.errors:
            named = (name for name in ("promise_on", "promise_time") if self._typed(name))
            if not self._is_to_come():
                self.add_error(next(named, "promise"), PAST)
        return self.cleaned_data

    def choices(self) -> list[tuple[str, str, bool]]:
        """Return the hours to choose from: value, words, and whether it is chosen."""
        now, chosen = timezone.now(), self.data.get("promise", "")
        values = [(f"{at:%Y-%m-%dT%H:%M}", DueTime(at, self.centre).words(now)) for at in offered(self.centre, now)]
        # The first is what is promised where nobody chooses: worked out when the form comes, as a call takes its time.
        return [("" if not place else value, words, value == chosen) for place, (value, words) in enumerate(values)]

    def as_sent(self) -> list[str]:
        """Return what was typed, by which the same form sent again is known."""
        return [self._typed(name) for name in self.fields] if self.is_asked else []

    def promise_of(self, by: User) -> Promise | None:
        """Return what is promised, if anything. Call only after is_valid()."""
        if not self.is_asked:
            return None
        outcome = Outcome(self.data["outcome"])
        due_at, precision = self._due()
        role = FOR_ROLE.get(outcome, "")
        words = self.cleaned_data["question"].strip() if role else ""
        return Promise(PROMISED_BY[outcome], due_at, precision, None if role else by, role, words)

    def _is_to_come(self) -> bool:
        on = self.cleaned_data.get("promise_on")
        return (not on or is_countable(on)) and timezone.now() < self._due()[0] < timezone.now() + FURTHEST

    def _due(self) -> tuple[dt.datetime, Precision]:
        typed, now = self.cleaned_data, timezone.now()
        on, at = typed.get("promise_on"), typed.get("promise_time")
        if on and not at:
            return dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), self.zone), Precision.DAY
        if at:
            on = on or now.astimezone(self.zone).date()
            return dt.datetime.combine(on, at, self.zone), Precision.MINUTE
        chosen: dt.datetime | None = typed.get("promise")
        if chosen:  # read by the clock of the page, and meant by that of the centre
            return chosen.replace(tzinfo=self.zone), Precision.MINUTE
        return next_hour(self.centre, now), Precision.MINUTE

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()
