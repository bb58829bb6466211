"""Enquiries that nobody closes."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.findings import Finding, Weight
from bereg.enquiries.retention_periods import idle

PAGE = "retention.md"


def findings() -> Iterator[Finding]:
    """Yield that enquiries lie open."""
    count = idle(timezone.now()).count()
    if count:
        yield Finding(
            "never_closed",
            Weight.NOTE,
            ngettext(
                "%d enquiry is open that nobody has touched for a year.",
                "%d enquiries are open that nobody has touched for a year.",
                count,
            )
            % count,
            _("Ask the supervisors to close them: until then their text is kept."),
            PAGE,
        )
