"""Who may note whom an enquiry is about; who reads the reason of a judgement, `opens` in models.py says."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.retention_periods import takes_records


def takes_persons(enquiry: Enquiry) -> bool:
    """Tell whether anything about a person may be kept: the enquirer agrees, and the time of the texts is not over."""
    return enquiry.consent == Consent.YES and takes_records(enquiry)


def may_note(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may add and change persons: who may correct the enquiry."""
    return takes_persons(enquiry) and enquiry.is_reached_by(user, Permission.ENQUIRY_CORRECT)
