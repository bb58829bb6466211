"""What stops when a person takes the consent back: whatever is asked of them, and whatever their search asks of others.

Also where a hold keeps who they are, and what they look for.
"""

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.searches.ending import end_matches
from bereg.searches.models import Findable, Match, SearchRequest


def stop(enquiry: Enquiry, by: User | None) -> None:
    """End the matches of both; none is proposed, asked or told any more once the consent is gone."""
    del by  # who withdraws stands in the act on the enquiry
    end_matches(Match.objects.through(findable__in=Findable.objects.through(enquiry=enquiry)))
    end_matches(Match.objects.through(search__in=SearchRequest.objects.through(enquiry=enquiry)))
