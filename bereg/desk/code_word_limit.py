"""What a page says to who has tried too many code words in vain."""

import datetime as dt

from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.centres.queries import zone_of
from bereg.enquiries.lookup import TooManyTriesError

MINUTE = dt.timedelta(minutes=1)


def too_many_words(request: StaffRequest, refused: TooManyTriesError) -> str:
    """Say when the next code word may be tried, and what goes on meanwhile."""
    # The minute that has begun is not over, so it is the next one that is right.
    until = (refused.until + MINUTE).astimezone(zone_of(request.user))
    return _(
        "You have tried too many code words that no enquiry of your centre has. From %(time)s on you can try the next"
        " one. Numbers open all the time, and what you typed stays here."
    ) % {"time": f"{until:%H:%M}"}
