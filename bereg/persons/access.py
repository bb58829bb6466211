"""Who may note whom an enquiry is about; who reads the reason of a judgement, `opens` in models.py says."""

from django.conf import settings
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.retention.rules import months_before


def takes_persons(enquiry: Enquiry) -> bool:
    """Tell whether anything about a person may be kept: the enquirer agrees, and the time of the texts is not over."""
    over = months_before(timezone.now(), settings.KEEP_TEXT_MONTHS)
    return enquiry.consent == Consent.YES and (enquiry.closed_at is None or enquiry.closed_at >= over)


def may_note(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may add and change persons: who may correct the enquiry."""
    return takes_persons(enquiry) and enquiry.is_reached_by(user, Permission.ENQUIRY_CORRECT)
