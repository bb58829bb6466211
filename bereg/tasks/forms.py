"""What is written of a task, and of how it is safe to reach a person."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.accounts.roles import Role
from bereg.centres.clock import zone_of
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.core.forms import EARLIEST, LATEST
from bereg.enquiries.forms import LONGEST_TEXT
from bereg.tasks.actions import Promise
from bereg.tasks.choices import DropReason, LeftMessage, MoveReason, PicksUp, TaskKind
from bereg.tasks.hours_at_work import next_hour
from bereg.tasks.models import Task
from bereg.tasks.safe_contact import Safe
from bereg.tasks.wording import for_any

LONGEST_WORDS = 2_000
FURTHEST = dt.timedelta(days=730)  # what is due later was typed wrongly
ROLE = "role:"  # before the code of a role, in the list of whom a task is for
NO_DATE = _("There is no such date. Write it like 2008-02-14.")
NO_TIME = _("There is no such time. Write it like 14:32.")


def is_countable(on: dt.date) -> bool:
    """Tell whether a day has others around it: at either end of the calendar the next one, or its hour, is none."""
    return EARLIEST <= on <= LATEST


class DueForm(forms.Form):
    """A day and an hour that are still to come, by the clock of a centre."""

    due_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )
    due_time = forms.TimeField(
        label=_("Hour"),
        help_text=_("Empty: at any time of that day."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_TIME},
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone_of(centre)
        if not self.is_bound and "due_on" not in self.initial:
            suggested = next_hour(centre, timezone.now())
            self.initial.update(due_on=suggested.date(), due_time=suggested.time())

    def clean(self) -> dict[str, Any]:
        """Refuse a time that is past."""
        on = self.cleaned_data.get("due_on")
        if on and "due_time" not in self.errors and not self._is_to_come(on):
            day = "due_on" if on != timezone.localdate(timezone=self.zone) else "due_time"
            self.add_error(day, _("Choose a time that is still to come, within two years."))
        return self.cleaned_data

    def _is_to_come(self, on: dt.date) -> bool:
        return is_countable(on) and timezone.now() < self.due()[0] < timezone.now() + FURTHEST

    def due(self) -> tuple[dt.datetime, Precision]:
        """Return the moment; of a day alone, where it ends. Call only where both fields are read."""
        on, at = self.cleaned_data["due_on"], self.cleaned_data.get("due_time")
        if at is None:
            return dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), self.zone), Precision.DAY
        return dt.datetime.combine(on, at, self.zone).astimezone(dt.UTC), Precision.MINUTE


class ForWhomForm(forms.Form):
    """A colleague of a centre, oneself, or whoever has a role there."""

    whom = forms.ChoiceField(
        label=_("Who is to do it"),
        error_messages={"invalid_choice": _("The person chosen no longer works here. Choose somebody else.")},
    )

    def __init__(self, *args: Any, people: Sequence[User], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        whom: Any = self.fields["whom"]
        roles = [(ROLE + role, for_any(role)) for role in roles_with(Permission.TASK)]
        names = [(pk, person.name) for pk, person in self.people.items() if person.pk != by.pk]
        whom.choices = [(str(by.pk), _("me")), *roles, *names]

    def chosen(self) -> User | Role | None:
        """Return who was chosen; None who is not there any more. Call only after is_valid()."""
        typed = self.cleaned_data["whom"]
        return Role(typed.removeprefix(ROLE)) if typed.startswith(ROLE) else self.people.get(typed)


class TaskForm(ForWhomForm, DueForm):
    """A task that is to be. A question belongs to an enquiry, as its answer stays on the file."""

    kind = forms.ChoiceField(
        label=_("What is to be done"), choices=TaskKind.choices, widget=forms.Select(attrs={"data-key": "Alt+KeyK"})
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("What to do, to ask or to say. Sealed; it is erased together with how to reach the person."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-key": "Alt+KeyN"}),
    )
    field_order = ("kind", "due_on", "due_time", "whom", "words")

    def __init__(self, *args: Any, has_enquiry: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        if not has_enquiry:
            kind.choices = [(code, label) for code, label in TaskKind.choices if code != TaskKind.QUESTION]
        if not self.is_bound:
            kind.widget.attrs["autofocus"] = True

    def promise(self) -> Promise:
        """Return what was typed. Call only after is_valid()."""
        typed, chosen, (due_at, precision) = self.cleaned_data, self.chosen(), self.due()
        holder, role = (None, chosen) if isinstance(chosen, Role) else (chosen, "")
        words = _one_line_break(typed["words"])
        return Promise(TaskKind(typed["kind"]), due_at, precision, holder, role, words)


class GiveTaskForm(ForWhomForm):
    """Who is to do it from now on. Nobody is chosen already: Enter alone gives nothing away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom: Any = self.fields["whom"]
        whom.choices = [("", "—"), *whom.choices]


class MoveForm(DueForm):
    """Another time, and why."""

    because = forms.ChoiceField(label=_("Why"), choices=MoveReason.choices)


class DropForm(forms.Form):
    """Why it is not done any more. Its ids are its own: it stands on one page with the other forms."""

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, auto_id="drop_%s")  # it stands beside MoveForm, which asks why too

    because = forms.ChoiceField(label=_("Why"), choices=DropReason.choices)


class AnswerForm(forms.Form):
    """What whoever asked is told."""

    said = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "It stays on the file, for everybody who reads the text of the enquiry. What is for your profession alone"
            " belongs into a consultation."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-key": "Alt+KeyN"}),
    )

    def clean_said(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["said"])


class SafeContactForm(forms.Form):
    """How it is safe to reach the person."""

    hours_from = forms.TimeField(
        label=_("Call from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_TIME},
    )
    hours_until = forms.TimeField(
        label=pgettext_lazy("hours to call", "until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_TIME},
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("not noted")), *Language.choices], required=False)
    picks_up = forms.ChoiceField(label=_("Who picks up"), choices=PicksUp.choices, initial=PicksUp.UNKNOWN)
    message = forms.ChoiceField(label=_("Message"), choices=LeftMessage.choices, initial=LeftMessage.NO)
    words = forms.CharField(
        label=_("What to say if somebody else answers"),
        help_text=_("And who that may be. Sealed; shown to those who may see the number."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-key": "Alt+KeyN"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse hours that end before they begin."""
        begins, ends = self.cleaned_data.get("hours_from"), self.cleaned_data.get("hours_until")
        if begins and ends and ends <= begins:
            self.add_error("hours_until", _("The end is before the beginning."))
        return self.cleaned_data

    def safe(self) -> Safe:
        """Return what was typed. Call only after is_valid()."""
        typed = {**self.cleaned_data, "words": _one_line_break(self.cleaned_data["words"])}
        typed |= {"picks_up": PicksUp(typed["picks_up"]), "message": LeftMessage(typed["message"])}
        return Safe(**typed)


def initial_move(task: Task, centre: Centre) -> dict[str, Any]:
    """Return where a move begins: the time that stands, if it is still to come."""
    if task.due_at <= timezone.now():
        return {}
    local = task.due_at.astimezone(zone_of(centre))
    return {"due_on": task.due_on, "due_time": local.time() if task.is_timed else None}


def _one_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
