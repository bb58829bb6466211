"""Who may write a consultation, and change it; who reads its note, `readable_by` in models.py says."""

from django.conf import settings
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.consultations.models import Consultation
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.retention.rules import months_before


def takes_consultations(enquiry: Enquiry) -> bool:
    """Tell whether a note on an enquiry may be kept: the person agrees, and the time of its texts is not over."""
    over = months_before(timezone.now(), settings.KEEP_TEXT_MONTHS)
    return enquiry.consent == Consent.YES and (enquiry.closed_at is None or enquiry.closed_at >= over)


def may_consult(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may write a consultation on an enquiry."""
    return takes_consultations(enquiry) and enquiry.is_reached_by(person, Permission.CONSULT)


def may_change(person: User, consultation: Consultation) -> bool:
    """Tell whether somebody may change a consultation that they may read: their own."""
    return consultation.author_id == person.pk and takes_consultations(consultation.enquiry)
