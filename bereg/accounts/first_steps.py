"""What this room offers of the first steps."""

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.setting_up import Step


def recovery_codes(person: User) -> Step:
    """Return whether the recovery codes were shown."""
    factor = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return Step(
        code="recovery_codes",
        label=_("Recovery codes"),
        sentence=_("On paper, in a safe: with one of them you get in when the telephone is lost."),
        button=_("Show the codes"),
        address=reverse("mfa_view_recovery_codes") if factor else reverse("mfa_index"),
        order=10,
        is_done=factor is not None and factor.wrap().did_view,
    )


STEPS = (recovery_codes,)
