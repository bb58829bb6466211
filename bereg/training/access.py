"""Who may give an enquiry to an intern; who reads the masked copy, `opens` in models.py says."""

from bereg.accounts.models import User
from bereg.enquiries.access import may_guide
from bereg.enquiries.models import Enquiry
from bereg.training.queries import has_text_to_give


def may_give(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may give a masked copy of an enquiry to an intern."""
    return may_guide(user, enquiry) and has_text_to_give(enquiry)
