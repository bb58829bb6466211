"""The violations of an enquiry on its file: in codes; how many name the same firm, for whoever judges that."""

from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.violations.access import may_raise
from bereg.violations.models import Violation
from bereg.violations.queries import Alike, alike, violations_on
from bereg.violations.wording import ViolationWords, violation_words


@dataclass(frozen=True)
class OnTheFile:
    """One violation on the file. alike: who names the same firm; None where the reader does not judge that."""

    violation: Violation
    words: ViolationWords
    alike: Alike | None


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the violations of an enquiry, to whoever sees it."""
    violations = list(violations_on(enquiry))
    may = may_raise(person, enquiry)
    if not (violations or may):
        return None
    judges = enquiry.is_reached_by(person, Permission.VIOLATION_JUDGE)
    shown = [
        OnTheFile(each, violation_words(each, enquiry.centre.country), alike(each, person) if judges else None)
        for each in violations
    ]
    opens = enquiry.is_reached_by(person, Permission.VIOLATION_RAISE)
    return Panel("violations/panel.html", {"violations": shown, "may_raise": may, "opens": opens})
