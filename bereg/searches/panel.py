"""What of searches stands on the page of an enquiry: that there is one, who agrees to be found, who asks."""

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.searches.access import may_register
from bereg.searches.models import asked_about
from bereg.searches.queries import asked_on, findable_on, searches_on


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the searches of a relative, how they ended, and what of the caller may be found."""
    searches = [(each, each.is_led_by(person)) for each in searches_on(enquiry)]
    works = asked_about(person, enquiry)
    found, asked = findable_on(enquiry), list(asked_on(enquiry)) if works else []
    may = may_register(person, enquiry)
    if not (searches or found or asked or may):
        return None
    shows = {"searches": searches, "findable": found, "asked": asked, "may_register": may, "works": works}
    return Panel("searches/panel.html", shows)
