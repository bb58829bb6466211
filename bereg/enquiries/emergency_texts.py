"""What an administrator reads of one enquiry after breaking the glass: its texts, never its answers."""

import re
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.emergency_access.break_glass import REFUSED
from bereg.emergency_access.records import EmergencyRecords, EmergencyText
from bereg.enquiries import texts
from bereg.enquiries.models import Enquiry
from bereg.vault.because import Because

NUMBER = re.compile(r"([A-Z]{2,8})-(\d{4})-(\d{1,6})")
HEADINGS = {texts.NARRATIVE: _("What the person said"), texts.CALL_BACK: _("How to reach the person")}


@beyond("break glass")
def by_whole_number(typed: str, by: User) -> Enquiry | None:
    """Find an enquiry of any centre by its whole number; who looks has no list and no search.

    A number that there is not is written down as refused, so that nobody tries numbers unseen.
    """
    number = NUMBER.fullmatch(typed.strip().upper())
    found = _everywhere().filter(number=f"{number[1]}-{number[2]}-{int(number[3]):05}").first() if number else None
    if found is None:
        audit.refused(REFUSED, target=audit.Thing(Enquiry._meta.label_lower, ""), by=by, because="no_such_number")
    return found


@beyond("break glass")
def opened(record: UUID) -> Enquiry | None:
    """Return the enquiry whose glass was broken."""
    return _everywhere().filter(pk=record).first()


@beyond("break glass")
def texts_of(enquiry: Enquiry, by: User) -> list[EmergencyText]:
    """Open what can be opened; written down as read for this reason. Raise NotAllowed."""
    found = texts.opened(enquiry, tuple(HEADINGS), by=by, because=Because.BREAK_GLASS)
    return [EmergencyText(HEADINGS[name], getattr(found, name), name in found.closed) for name in HEADINGS]


def _everywhere() -> QuerySet[Enquiry]:
    return Enquiry.objects.everywhere(because="break glass").select_related("centre")


EMERGENCY_RECORDS = EmergencyRecords(kind=Enquiry._meta.label_lower, find=by_whole_number, get=opened, read=texts_of)
