"""What this room offers of the first steps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.setting_up import Step
from bereg.audit.queries import last_time
from bereg.vault import first_sheets


def sheets(_person: User) -> Step:
    """Return whether the sheets of the root key were printed."""
    here = first_sheets.may_be_shown()
    return Step(
        code="sheets",
        label=_("Sheets of the root key"),
        sentence=_("Whoever loses the passphrase loses every text. Any two of three sheets of paper bring it back.")
        if here
        else _(
            "On the machine: bereg keys escrow. Where several people work, or after the first time, two must agree."
        ),
        button=_("Show the sheets to print") if here else _("Ask a second person"),
        address=reverse("vault:first_sheets") if here else reverse("accounts:approvals"),
        order=20,
        is_done=last_time(first_sheets.ACT) is not None,
        is_grave=True,
        is_sent=here,
    )


STEPS = (sheets,)
