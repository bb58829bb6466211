"""The audit log: whether it takes in what happens."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.audit.queries import waiting_count
from bereg.core.findings import Finding, Weight

MANY_WAITING = 1000


def findings() -> Iterator[Finding]:
    """Yield what is weak about the audit log."""
    if waiting_count() > MANY_WAITING:
        yield Finding(
            "acts_waiting",
            Weight.WEAK,
            _("%d acts wait for their place in the audit log.") % waiting_count(),
            _("A staff process with an open vault chains them: look whether the server runs."),
            "audit.md",
        )
