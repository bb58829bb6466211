"""What the first run asks."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bereg.accounts.forms import NewUserForm
from bereg.accounts.setup_code import is_first_word
from bereg.centres.forms import NewCentreForm, check_address, parse_stretches
from bereg.centres.kinds import LineKind
from bereg.core.program_name import as_typed
from bereg.desk.kept_password import opened, seal

WORKING_DAYS = [str(day) for day in range(5)]


class WelcomeForm(NewUserForm, NewCentreForm):
    """The first administrator, the first centre, its first line and its hours."""

    word = forms.CharField(
        label=_("The first word"),
        max_length=100,
        help_text=lazy(as_typed, str)(
            _("The terminal in which the server was started shows it; so does the command: bereg people first-word")
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

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        chosen = {"country": settings.HOME_COUNTRY, "time_zone": ZoneInfo(settings.TIME_ZONE).key}
        super().__init__(with_kept_password(data), initial=chosen | (initial or {}))
        for later in ("name_uz", "name_tg"):  # on the centre's own page
            del self.fields[later]
        self.sealed_password = ""  # the password, sealed, where it need not be typed again

    @classmethod
    def looking(cls, data: QueryDict) -> "WelcomeForm":
        """Return the form as it was typed, with the regions and zones of the country chosen; nothing is checked yet."""
        typed: dict[str, Any] = data.dict() | {"weekdays": data.getlist("weekdays")}
        form = cls(initial=typed)
        if password := (with_kept_password(data) or data).get("password"):
            form.keep(str(password))
        return form

    def keep(self, password: str) -> None:
        """Ask no more for a password that was typed."""
        self.sealed_password = seal(password)
        field = self.fields["password"]
        field.required = False
        field.help_text = _("It is kept and need not be typed again. Write another one only to change it.")

    def clean(self) -> dict[str, Any]:
        """Keep a password that is good, in case something else is not."""
        data = super().clean()
        if "password" in data:
            self.keep(data["password"])
        return data

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
        return [field for field in self if field.name not in ("word", *self.person, *self.reachable)]

    def reach_fields(self) -> list[forms.BoundField]:
        """Return the fields about the first line and the hours."""
        return [self[name] for name in self.reachable]


def with_kept_password(data: QueryDict | None) -> QueryDict | None:
    """Put the password that the page carried where none was typed."""
    if data is None or data.get("password") or not data.get("kept"):
        return data
    whole = data.copy()
    whole["password"] = opened(str(whole["kept"]))
    return whole
