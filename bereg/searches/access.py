"""Who may begin a search, lead it, note that somebody agrees to be found, and ask that person.

Who reads what of it, `opens` of each record in models.py says.
"""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.queries import people_at
from bereg.dispatch.access import takes_dispatches
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.searches.models import SearchRequest, asked_about


def takes_searches(enquiry: Enquiry) -> bool:
    """Tell whether a search, or that somebody agrees to be found, may hang on an enquiry: consent, and still open."""
    return enquiry.consent == Consent.YES and not (enquiry.closed_at or enquiry.mistake or enquiry.is_coarse)


def may_register(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may begin a search on an enquiry, or note that the person agrees to be found."""
    return takes_searches(enquiry) and asked_about(person, enquiry)


def may_ask_outside(person: User, search: SearchRequest) -> bool:
    """Tell whether somebody may write queries of a search: whoever leads it, whosever the relative's enquiry is."""
    leads = search.is_open and search.is_led_by(person) and person.may(Permission.DISPATCH_DRAFT)
    return leads and takes_dispatches(search.enquiry)


def leaders_of(search: SearchRequest) -> list[User]:
    """Return who leads a search: its lawyer, and the supervisors of its centre."""
    return [each for each in people_at(search.centre_id, Permission.SEARCH_LEAD) if search.is_led_by(each)]


def lawyers_of(search: SearchRequest) -> list[User]:
    """Return to whom a search may be given."""
    works = people_at(search.centre_id, Permission.SEARCH_LEAD)
    return [each for each in works if each.scope(Permission.SEARCH_LEAD) == Scope.ASSIGNED]


def may_give(person: User, search: SearchRequest) -> bool:
    """Tell whether somebody may give a search to a lawyer: supervisors of its centre."""
    return search.is_led_by(person) and person.scope(Permission.SEARCH_LEAD) == Scope.CENTRE
