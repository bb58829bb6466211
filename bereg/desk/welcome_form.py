"""What the first run asks."""

from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from bereg.accounts.first_word import is_first_word
from bereg.accounts.forms import NewUserForm
from bereg.centres.forms import NewCentreForm, check_address, parse_stretches
from bereg.centres.kinds import LineKind

WORKING_DAYS = [str(day) for day in range(5)]


class WelcomeForm(NewUserForm, NewCentreForm):
    """The first administrator, the first centre, its first line and its hours."""

    word = forms.CharField(
        label=_("The first word"),
        max_length=100,
        help_text=_(
            "The terminal in which the server was started shows it; so does the command: bereg people first-word"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    line_kind_name = forms.ChoiceField(label=_("First line"), choices=LineKind.choices, initial=LineKind.TOLL_FREE)
    line_address = forms.CharField(label=_("Its number or address"), max_length=200, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Open on"),
        choices=[(str(day), name) for day, name in WEEKDAYS_ABBR.items()],
        initial=WORKING_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.CharField(
        label=_("Hours"),
        max_length=100,
        initial="9:00-18:00",
        required=False,
        help_text=_("Each day can differ later."),
    )
    person = ("name", "username", "password")
    field_order = ("word", *person, *NewCentreForm.field_order)
    reachable = ("line_kind_name", "line_address", "weekdays", "hours")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for later in ("name_uz", "name_tg"):  # on the centre's own page
            del self.fields[later]
        self.fields["country"].initial = settings.HOME_COUNTRY
        self.fields["time_zone"].initial = ZoneInfo(settings.TIME_ZONE).key

    def clean_word(self) -> str:
        """Let nobody become the administrator who only found the address."""
        word: str = self.cleaned_data["word"]
        if not is_first_word(word):
            raise forms.ValidationError(_("This is not the word that this server shows."))
        return word

    def clean_line_address(self) -> str:
        """Look at the address by the kind of the line."""
        address: str = self.cleaned_data["line_address"]
        if address:
            check_address(self.cleaned_data.get("line_kind_name", ""), address)
        return address

    def clean_hours(self) -> list[object]:
        """Read the hours that the open days share."""
        return list(parse_stretches(self.cleaned_data["hours"]))

    def line_kind(self) -> LineKind:
        """Return the kind of the first line."""
        return LineKind(self.cleaned_data["line_kind_name"])

    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields about the administrator."""
        return [self[name] for name in self.person]

    def centre_fields(self) -> list[forms.BoundField]:
        """Return the fields about the centre."""
        return [field for field in self if field.name not in ("word", *self.person, *self.reachable)]

    def reach_fields(self) -> list[forms.BoundField]:
        """Return the fields about the first line and the hours."""
        return [self[name] for name in self.reachable]
