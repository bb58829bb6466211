"""Broken glass: whether somebody reviews it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.findings import Finding, Weight
from bereg.emergency_access import break_glass


def findings() -> Iterator[Finding]:
    """Yield that a review is overdue."""
    overdue = break_glass.overdue()
    if overdue:
        yield Finding(
            "glass_unreviewed",
            Weight.WEAK,
            ngettext(
                "%d emergency access has waited for more than 72 hours for a review.",
                "%d emergency accesses have waited for more than 72 hours for a review.",
                overdue,
            )
            % overdue,
            _("Ask a supervisor of the centre to review it: Approvals, Emergency access."),
            "second-person.md",
        )
