"""The rule by which the nights end an offer that nobody answered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.retention.rules import Rule, of_records
from bereg.transfers.answering import lapse
from bereg.transfers.expiry import KEPT
from bereg.transfers.models import Transfer


def kept() -> str:
    """Say how long an offer waits."""
    return ngettext("%d day", "%d days", KEPT.days) % KEPT.days


RULES: tuple[Rule, ...] = (
    of_records(
        code="transfers",
        label=_("copies for other centres that did not answer"),
        kept=kept,
        due=Transfer.due,
        erase=lapse,
    ),
)
