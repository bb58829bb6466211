"""What the tasks and the safe contact of an enquiry name, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.redaction.naming import named_in
from bereg.tasks.models import SafeContact, Task
from bereg.tasks.queries import safe_contact_of, tasks_on
from bereg.tasks.texts import opened


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield what they name, as far as somebody may open it. Each opening is a reading."""
    safe = safe_contact_of(enquiry)
    records: list[Task | SafeContact] = [*tasks_on(enquiry), *([safe] if safe else [])]
    for each in records:
        yield from named_in(opened(each, by=person).text if each.words else "")
