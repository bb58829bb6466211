"""What of consultations stands on the page of an enquiry: that there were some, and never a note."""

from bereg.accounts.models import User
from bereg.consultations.access import may_consult
from bereg.consultations.queries import consultations_on, readable
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import Panel


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the consultations on an enquiry, to whoever sees it; those that they may read are links."""
    consultations = list(consultations_on(enquiry))
    may_write = may_consult(person, enquiry)
    if not (consultations or may_write):
        return None
    links = set(readable(person).filter(enquiry=enquiry).values_list("pk", flat=True)) if consultations else set()
    shows = {"consultations": [(each, each.pk in links) for each in consultations], "may_write": may_write}
    return Panel("consultations/panel.html", shows)
