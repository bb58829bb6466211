"""What this room offers of the first steps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.setting_up import Step
from bereg.recovery.scheduled import is_set_up


def backups(_person: object) -> Step:
    """Return whether the data and the keys are backed up by themselves."""
    done = all(is_set_up(part) for part in ("data", "keys"))
    return Step(
        code="backups",
        label=_("Backups"),
        sentence=_("The server makes them by itself.")
        if done
        else _("Nothing is backed up yet. Set BEREG_BACKUPS, BEREG_KEYS_BACKUPS and BEREG_BACKUP_KEY; start it again."),
        button=_("Look again"),
        address=reverse("centres:setting_up"),
        order=30,
        is_done=done,
        is_grave=True,
    )


STEPS = (backups,)
