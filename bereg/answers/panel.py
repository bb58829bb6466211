"""What was told and sent, on the page of an enquiry, with links; and the warning signs that were named."""

from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.answers.models import Told
from bereg.answers.queries import signs_on, title_of, told_on
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry


@dataclass(frozen=True)
class ToldLine:
    """One answer, by the title of its version that is in force; address: "" where the reader has no right to it."""

    told: Told
    title: str
    address: str


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return what was told on an enquiry, to whoever sees it."""
    reads = person.may(Permission.REFERENCE_READ)
    lines = [
        ToldLine(each, title_of(each.entry), each.entry.get_absolute_url() if reads else "")
        for each in told_on(enquiry)
    ]
    signs = [each.get_sign_display() for each in signs_on(enquiry)]
    return Panel("answers/panel.html", {"lines": lines, "signs": signs}) if lines or signs else None
