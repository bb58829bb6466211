"""Who may raise a violation, and what of it may be kept; who reads it, `opens` in models.py says."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.retention_periods import takes_records


def takes_violations(enquiry: Enquiry) -> bool:
    """Tell whether a violation may be raised: not where the person said no, nor after the time of the texts."""
    return enquiry.consent in {Consent.YES, Consent.NOT_ASKED} and takes_records(enquiry) and not enquiry.mistake


def takes_details(enquiry: Enquiry) -> bool:
    """Tell whether more than kind, region and quarter may be kept: only with consent."""
    return enquiry.consent == Consent.YES


def may_raise(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may raise violations from an enquiry, and change them."""
    return takes_violations(enquiry) and enquiry.is_reached_by(person, Permission.VIOLATION_RAISE)
