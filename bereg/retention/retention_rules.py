"""How long it is kept why a record was held."""

from django.utils.translation import gettext_lazy as _

from bereg.retention.models import Hold
from bereg.retention.reasons import erase, holds_due, kept
from bereg.retention.rules import of_records

# It follows the audit log, which says that there was a reason.
RULES = (
    of_records(
        code="hold_reasons",
        label=_("reasons for holds"),
        kept=kept,
        due=holds_due,
        erase=lambda ids: erase(Hold, ids),
    ),
)
