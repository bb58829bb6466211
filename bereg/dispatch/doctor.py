"""What was sent alone in danger to life: whether somebody reviews it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.findings import Finding, Weight
from bereg.dispatch.queries import reviews_overdue


def findings() -> Iterator[Finding]:
    """Yield that a review is overdue."""
    overdue = reviews_overdue(timezone.now())
    if overdue:
        yield Finding(
            "alone_unreviewed",
            Weight.WEAK,
            ngettext(
                "%d request that somebody sent alone in danger to life has waited for more than 72 hours for a review.",
                "%d requests that somebody sent alone in danger to life have waited for more than 72 hours for a"
                " review.",
                overdue,
            )
            % overdue,
            _("Ask a supervisor of the centre to review it: it stands on their page Today."),
            "dispatches.md",
        )
