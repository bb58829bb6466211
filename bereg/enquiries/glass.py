"""What an administrator reads of one enquiry after breaking the glass: its texts, never its answers."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.vault import actions as vault
from bereg.vault.because import Because

TEXTS = ("narrative", "call_back")
NUMBER = re.compile(r"([A-Z]{2,8})-(\d{4})-(\d{1,6})")


@dataclass(frozen=True)
class Texts:
    """What the person said, and how to reach them."""

    narrative: str
    call_back: str


def by_whole_number(typed: str) -> Enquiry | None:
    """Find an enquiry of any centre by its whole number; who looks has no list and no search."""
    number = NUMBER.fullmatch(typed.strip().upper()[:64])
    if not number:
        return None
    prefix, year, count = number.groups()
    return _everywhere().filter(number=f"{prefix}-{year}-{int(count):05}").first()


def opened(record: UUID) -> Enquiry | None:
    """Return the enquiry whose glass was broken."""
    return _everywhere().filter(pk=record).first()


def texts_of(enquiry: Enquiry, *, by: User) -> Texts:
    """Open the texts; written down as read for this reason. Raise a VaultFault."""
    return Texts(**vault.reveal_all(enquiry, TEXTS, by=by, because=Because.BREAK_GLASS))


def _everywhere() -> QuerySet[Enquiry]:
    return Enquiry.objects.everywhere(because="break glass").select_related("centre")
