"""The second factor: each code counts once, and the last factor stays, outside the demonstration."""

import datetime as dt
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as library
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.signals import pre_save
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bereg.accounts import failed_tries, known_browsers, proofs
from bereg.accounts.models import User
from bereg.accounts.planted_credentials import is_genuine, tell_planted
from bereg.audit import actions as audit

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The library's, which lets nobody remove their last second factor where one is needed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first.")
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the secret as a square code, which stands in a page: without the first line of a file of its own."""
        drawn: str = super().build_totp_svg(url)
        return drawn.partition("?>")[2].strip() or drawn

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether somebody may remove this one."""
        if settings.DEMONSTRATION:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return any(is_genuine(each) for each in others.exclude(pk=authenticator.pk))

    def opened(self, kept: str) -> str:
        """Open a seed that a session has kept; nothing where it is not one of ours."""
        return str(self.decrypt(kept))

    def can_prove(self) -> bool:
        """Tell whether this process has that key."""
        raise NotImplementedError

    def proof(self, message: bytes) -> bytes:
        """Return the digest of what proves a password or a factor, under a key that is in no database."""
        raise NotImplementedError


class Planted:
    """A factor that this program has not set: no code and no passkey of it is right, and nothing of it is shown."""

    did_view, is_passwordless, credential_id = True, False, None

    def __init__(self, instance: Authenticator) -> None:
        self.instance = instance
        self.name = gettext("Not set up here")

    def __bool__(self) -> bool:
        return False

    @property
    def authenticator_data(self) -> "Planted":
        """What the library asks of a passkey, and of that its `credential_data`: it is none."""
        return self

    credential_data = authenticator_data

    def validate_code(self, code: str) -> bool:
        """Take no code."""
        return False

    def get_unused_codes(self) -> list[str]:
        """Return none."""
        return []


def watch() -> None:
    """Have every factor proven when it is stored, and looked at when it is used: by `wrap`, which all uses begin with.

    The library lets its records be neither replaced nor derived from.
    """
    wrap = Authenticator.wrap

    def wrapped(factor: Authenticator) -> Any:
        return wrap(factor) if factor._state.adding or is_genuine(factor) else Planted(factor)

    Authenticator.wrap = wrapped
    pre_save.connect(_prove, sender=Authenticator, dispatch_uid="bereg.accounts.factors")


def _prove(instance: Authenticator, raw: bool, update_fields: frozenset[str] | None, **_more: Any) -> None:
    if raw or (update_fields is not None and "data" not in update_fields):
        return
    bare = proofs.bare(instance.data)
    kept = None if instance._state.adding else Authenticator.objects.filter(pk=instance.pk).first()
    if kept is not None and not is_genuine(kept):
        instance.data = bare  # what the library changes in a planted one is planted still
        return
    instance.data = bare | {proofs.PROOF: proofs.of_factor(instance.user_id, instance.type, bare)}


def is_set_up(user: User) -> bool:
    """Tell whether somebody has a second factor; recovery codes alone are none."""
    found: bool = Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
    return found


class _CountedTries:
    """Before a form of the library that asks for a code: ten wrong ones an hour, and each right one once.

    Who comes as far as this knows the password, and is refused for the hour; known browsers are counted apart.
    """

    user: User
    authenticator: Authenticator

    def clean_code(self) -> Any:
        """Find the factor that the code belongs to. Raise ValidationError."""
        known = known_browsers.count_try(context.request, self.user.username)
        number = failed_tries.take(failed_tries.SECOND_STEP, str(self.user.pk)) if known is None else 0
        if number is None:
            raise get_account_adapter().validation_error("too_many_login_attempts")
        try:
            code = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            tell_planted(self.user)
            raise
        # It is read anew: somebody may have changed or removed it after it was looked at.
        standing = Authenticator.objects.filter(pk=self.authenticator.pk)
        if not _use_up(self.authenticator) or not any(map(is_genuine, standing)):
            raise get_adapter().validation_error("incorrect_code")
        failed_tries.give_back(number)
        if known is not None:
            known_browsers.give_back(known)
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        audit.refused("refused.sign_in", target=self.user, by=None, because="second_factor")
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


def _use_up(factor: Authenticator) -> bool:
    """Note that a code was used. The library remembers it in one process; another one would take it again."""
    if factor.type != Authenticator.Type.TOTP:
        return True
    now = timezone.now()
    begun_at = now - dt.timedelta(seconds=now.timestamp() % app_settings.TOTP_PERIOD)
    is_new = Q(last_used_at=None) | Q(last_used_at__lt=begun_at)
    return bool(Authenticator.objects.filter(is_new, pk=factor.pk).update(last_used_at=now))


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """Setting up an app. Until its first code its seed lies in the session, sealed as it will lie afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session, adapter = context.request.session, get_adapter()
        kept = session.pop(SECRET_SESSION_KEY, "")
        super().__init__(*args, **kwargs)  # makes a new seed, in clear
        self.fields["code"].label = _("Code from the app")
        made: str = session[SECRET_SESSION_KEY]
        self.secret = (self.is_bound and adapter.opened(kept)) or made
        session[SECRET_SESSION_KEY] = adapter.encrypt(self.secret)


class AuthenticateForm(_CountedTries, library.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateForm(_CountedTries, library.ReauthenticateForm):  # type: ignore[misc]
    """Showing again who one is."""
