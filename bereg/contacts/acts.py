"""Acts of this room in words. A new act is one row here."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# because: what was corrected, its old and its new code, as `change_code` writes them.
CORRECTED = "contact.corrected"
# because: one of `Mistake`.
MISTAKEN, TAKEN_BACK = "contact.mistaken", "contact.mistake_taken_back"

ACTS = {
    "contact.recorded": ActWords(_("recorded a contact")),
    CORRECTED: ActWords(_("corrected a contact"), _("contact corrected")),
    MISTAKEN: ActWords(_("noted that a contact was registered by mistake"), _("contact registered by mistake")),
    TAKEN_BACK: ActWords(
        _("noted that a contact was no mistake after all"), _("contact counted again: it was no mistake")
    ),
}
GROUPED = {"enquiries": ("contact.",)}
LONGEST = 64  # of a reason in the audit log


def change_code(name: str, before: object, now: object) -> str:
    """Write what was corrected in one code: `language:ru>uz`."""
    return f"{name}:{_code(before)}>{_code(now)}"[:LONGEST]


def change_in(code: str) -> tuple[str, str, str]:
    """Read what was corrected, its old and its new code."""
    name, _colon, both = code.partition(":")
    before, _sign, now = both.partition(">")
    return name, before, now


def _code(value: object) -> str:
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"
    return str(getattr(value, "slug", "") if value is not None and hasattr(value, "slug") else value or "")[:24]
