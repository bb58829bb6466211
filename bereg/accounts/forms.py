"""What somebody may set about their own account, and what a new colleague fills in."""

import string
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User

MAILED_DIGITS = 12  # of a link that goes by mail
USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Use small Latin letters, digits, dots and hyphens."))


class OwnAccountForm(forms.Form):
    """How the program looks and behaves for one person."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    shortcuts = forms.BooleanField(label=_("Keyboard shortcuts"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=User._meta.get_field("email").max_length,
        required=False,
        help_text=_(
            "May be left empty. When something urgent waits for you, a mail says so and nothing else: no name, no "
            "centre, no case. Whoever runs your mailbox learns that you get such mails."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.MAIL_SERVER:  # nobody could send anything there
            del self.fields["email"]


def _new_password(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=_("At least 12 characters, not your name and nothing that many use; a sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ToldDigitsForm(forms.Form):
    """What a colleague tells whoever got a link by mail."""

    digits = forms.CharField(
        label=_("The 12 digits that your colleague tells you"),
        help_text=_("Gaps do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_digits(self) -> str:
        """Return the digits alone."""
        digits = "".join(sign for sign in self.cleaned_data["digits"] if sign in string.digits)
        if len(digits) != MAILED_DIGITS:
            raise forms.ValidationError(_("There are 12 digits."))
        return digits


class NewPasswordForm(forms.Form):
    """A new password of somebody who has a link to it."""

    password = _new_password(_("New password"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        """Check that the password resists guessing and repeats no name of the person."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._person)
        return password


class NewUserForm(forms.Form):
    """A user name, a name and a password that resists guessing."""

    name = forms.CharField(
        label=_("Name shown to colleagues"), max_length=100, help_text=_("A desk name such as Operator 04 will do.")
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _new_password(_("Password"))

    def clean_username(self) -> str:
        """Bring the user name to small letters."""
        username = str(self.cleaned_data["username"]).strip().lower()
        USERNAME(username)
        return username

    def clean(self) -> dict[str, Any]:
        """Check the password together with the names, which it must not repeat."""
        data = super().clean() or {}
        if "password" in data:
            person = User(username=data.get("username", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
