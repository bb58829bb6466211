"""What stops when a person takes the consent back: whatever is asked of them, also where a hold keeps who they are."""

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.searches.findables import end_what_is_asked
from bereg.searches.models import Findable


def stop(enquiry: Enquiry, by: User) -> None:
    """End the matches with them; nobody is proposed whose consent is gone (`matching.py`)."""
    del by  # who withdraws stands in the act on the enquiry
    for each in Findable.objects.through(enquiry=enquiry):
        end_what_is_asked(each)
