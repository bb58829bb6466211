"""What this room offers of the first steps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts import setting_up
from bereg.accounts.models import User
from bereg.accounts.setting_up import Step

CODE = "questionnaire"


def questions(_person: User) -> Step:
    """Return whether somebody looked at what is asked."""
    return Step(
        code=CODE,
        label=_("Questionnaire"),
        sentence=_("The standard one is in force. See what is asked; your own can take its place at any time."),
        button=_("Look at the questions"),
        address=reverse("questionnaire:current"),
        order=40,
        is_done=setting_up.was_noted(CODE),
        is_noted=True,
    )


STEPS = (questions,)
