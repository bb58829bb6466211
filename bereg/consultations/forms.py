"""What is written of a consultation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.languages import Language
from bereg.consultations.actions import Given
from bereg.consultations.choices import ConsultationKind, ConsultationWay
from bereg.consultations.models import MOST_MINUTES, Consultation
from bereg.enquiries.forms import LONGEST_TEXT
from bereg.enquiries.models import Enquiry


class ConsultationForm(forms.Form):
    """Codes that whoever sees the enquiry sees, and the note."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=ConsultationKind.choices, widget=forms.Select(attrs={"data-key": "Alt+KeyK"})
    )
    way = forms.ChoiceField(label=_("How it was given"), choices=ConsultationWay.choices)
    given_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("not noted")), *Language.choices], required=False)
    with_interpreter = forms.BooleanField(label=_("An interpreter helped"), required=False)
    note = forms.CharField(
        label=_("Note"),
        help_text=_(
            "Read by you and the colleagues whom you name below; a lawyer's also by the next lawyer who has the"
            " enquiry. Nobody else reads it, not even a supervisor."
        ),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "data-key": "Alt+KeyN"}),
    )
    readers = forms.MultipleChoiceField(
        label=_("Who may read the note besides"),
        help_text=_("Without anybody named, the note stays closed once you have left."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, enquiry: Enquiry, colleagues: Sequence[User], has_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.has_note = ZoneInfo(enquiry.centre.time_zone), has_note
        self.opened_at = enquiry.opened_at
        if not (self.is_bound or has_note):
            self.fields["kind"].widget.attrs["autofocus"] = True  # a new one: the keys go on from here
        self.colleagues = {str(person.pk): person for person in colleagues}
        if colleagues:
            readers: Any = self.fields["readers"]
            readers.choices = [(pk, person.name) for pk, person in self.colleagues.items()]
        else:
            del self.fields["readers"]
            self.fields["note"].help_text = _(
                "Read by you; a lawyer's also by the next lawyer who has the enquiry. Nobody else reads it, not"
                " even a supervisor. Nobody else of your profession works at this centre: once you have left, the note"
                " stays closed."
            )

    def clean_given_on(self) -> dt.date:
        """Refuse a day to come, and one from before the enquiry."""
        day: dt.date = self.cleaned_data["given_on"]
        if not timezone.localdate(self.opened_at, self.zone) <= day <= timezone.localdate(timezone=self.zone):
            raise forms.ValidationError(_("Choose a day from the opening of the enquiry to today."))
        return day

    def clean_note(self) -> str:
        """Keep one kind of line break. A note that stands is changed, and not emptied."""
        note: str = self.cleaned_data["note"].replace("\r\n", "\n").replace("\r", "\n")
        if self.has_note and not note:
            raise forms.ValidationError(_("A note stands here: change it, but leave something."))
        return note

    def given(self) -> Given:
        """Return what was typed. Call only after is_valid()."""
        typed = dict(self.cleaned_data)
        return Given(**{**typed, "readers": [self.colleagues[pk] for pk in typed.get("readers", ())]})


def initial_of(consultation: Consultation, note: str) -> dict[str, Any]:
    names = ("kind", "way", "given_on", "minutes", "language", "with_interpreter")
    readers = [str(person.pk) for person in consultation.readers.all()]
    return {**{name: getattr(consultation, name) for name in names}, "note": note, "readers": readers}
