"""What this room offers of the first steps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.setting_up import Step


def colleague(person: User) -> Step:
    """Return whether anybody else was let in."""
    return Step(
        code="colleague",
        label=_("The first colleague"),
        sentence=_("Whoever takes the calls needs an account of their own. You make a link and hand it over."),
        button=_("Invite a colleague"),
        address=reverse("centres:people"),
        order=50,
        is_done=User.objects.exclude(pk=person.pk).exists(),
    )


STEPS = (colleague,)
