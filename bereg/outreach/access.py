"""Who notes what the house does in public, and who opens enquiries there."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.outreach.models import OutreachEvent


def may_change(person: User, event: OutreachEvent) -> bool:
    """Tell whether somebody changes an event: of a centre that they work at."""
    return person.may(Permission.OUTREACH) and _works_where(person, event)


def may_open(person: User, event: OutreachEvent) -> bool:
    """Tell whether somebody opens enquiries there: an event of the network is everybody's."""
    may = person.may(Permission.OUTREACH) and person.may(Permission.ENQUIRY_REGISTER)
    return may and (event.is_national or _works_where(person, event))


def _works_where(person: User, event: OutreachEvent) -> bool:
    return event.centre_id in {each.pk for each in own_centres(person)}
