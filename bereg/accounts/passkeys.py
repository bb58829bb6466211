"""The sign-in library's forms for passkeys, made to refuse what cannot be read.

What a browser answers with is anybody's to make up, before any sign-in, and the parsers below raise whatever they like.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms
from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.planted_credentials import tell_planted
from bereg.core.text_normalisation import cleaned

LONGEST_B = 20_000  # a passkey's answer is some hundreds of bytes, with an attestation some thousands


class CredentialField(forms.JSONField):
    """JSON of a sensible size; digits by the thousand and brackets by the thousand are refused, not raised."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """Read the JSON. Raise ValidationError."""
        if isinstance(value, str) and len(value) > LONGEST_B:
            raise _refusal()
        try:
            return cleaned(super().to_python(value))
        except (ValueError, RecursionError) as problem:
            raise _refusal() from problem

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show nothing of a refused answer again: the next try is answered anew, and it may be unreadable."""
        return initial


def _refusal() -> ValidationError:
    refusal: ValidationError = get_adapter().validation_error("incorrect_code")
    return refusal


class _Refusing:
    """Before a form of the library: refuse what its parsers raise on."""

    user: User | None
    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        try:
            with _refusing():
                return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            with suppress(ValidationError), _refusing():
                tell_planted(self.user or extract_user_from_response(self.cleaned_data["credential"]))
            raise


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (ValidationError, DatabaseError):
        raise
    except Exception as problem:
        raise _refusal() from problem


class LoginForm(_Refusing, library.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey."""

    credential = CredentialField()


class PasskeyAuthenticateForm(_Refusing, library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """Showing a passkey as the second factor."""

    credential = CredentialField()


class PasskeyReauthenticateForm(_Refusing, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Showing again who one is."""

    credential = CredentialField()


def _named(form: forms.Form) -> None:
    # The library leaves it to the name of the field, which is English.
    form.fields["name"].label = _("Name of the passkey")


class AddForm(library.AddWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self)
        without_password = self.fields["passwordless"]
        without_password.label = _("Sign in with it alone, without the password")
        without_password.help_text = _("The device then asks for a finger, a face or a PIN each time.")

    def clean(self) -> Any:
        with _refusing():
            return super().clean()


class EditForm(library.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self)
