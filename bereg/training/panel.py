"""What of the practice of interns stands on the page of an enquiry."""

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.accounts.switches import is_offered
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.training.access import may_give
from bereg.training.queries import practices_on


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the practice on an enquiry, to whoever looks after it."""
    gives = may_give(person, enquiry) and is_offered(Role.INTERN)
    practices = practices_on(enquiry, person)
    if not (gives or practices):
        return None
    return Panel("training/panel.html", {"may_give": gives, "practices": practices})
