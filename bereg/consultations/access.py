"""Who may write a consultation, and change it; who reads its note, note_readers.py says."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.consultations.models import Consultation
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.retention_periods import takes_records


def takes_consultations(enquiry: Enquiry) -> bool:
    """Tell whether a note on an enquiry may be kept: the person agrees, and the time of its texts is not over."""
    return enquiry.consent == Consent.YES and takes_records(enquiry)


def may_consult(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may write a consultation on an enquiry."""
    return takes_consultations(enquiry) and enquiry.is_reached_by(person, Permission.CONSULT)


def may_change(person: User, consultation: Consultation) -> bool:
    """Tell whether somebody may change a consultation that they may read: their own."""
    return consultation.author_id == person.pk and takes_consultations(consultation.enquiry)
