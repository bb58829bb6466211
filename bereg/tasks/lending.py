"""What an open task lends to whoever has it: the enquiry's text, and how to reach the person; what goes with that."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from bereg.accounts.models import User
from bereg.accounts.permissions import SCOPES, Permission, Scope
from bereg.accounts.roles import Role
from bereg.centres.queries import centres_of
from bereg.enquiries.models import OPENED_BY, Enquiry
from bereg.tasks.choices import WITH_PERSON, TaskKind
from bereg.tasks.models import SafeContact, Task
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind


def lends(enquiry: Enquiry, person: User, kind: Kind) -> bool:
    """Tell whether somebody has an open task on an enquiry for which they need a class of its texts."""
    theirs = Task.objects.of_person(person).filter(Task.lives(), enquiry=enquiry, centre__in=centres_of(person))
    return (theirs.filter(kind__in=WITH_PERSON) if kind == Kind.CONTACT else theirs).exists()


def may_lend(enquiry: Enquiry, kind: TaskKind | str, *, to: User | Role, by: User) -> bool:
    """Tell whether a task opens nothing but what whoever gives it, or whoever gets it, may open by their own right.

    What was lent does not count: else a task to oneself after the other would lend without an end.
    """
    lent = (Kind.NARRATIVE, Kind.CONTACT) if kind in WITH_PERSON else (Kind.NARRATIVE,)
    rights = [OPENED_BY[each] for each in lent]
    return all(enquiry.is_reached_by(by, right) or _reaches(to, right, enquiry) for right in rights)


def _reaches(to: User | Role, right: Permission, enquiry: Enquiry) -> bool:
    if isinstance(to, User):
        return enquiry.is_reached_by(to, right)
    return SCOPES[to].get(right) == Scope.CENTRE  # whoever has the role there


def needs_contact() -> Exists:
    """Match the enquiries of which an open task needs how to reach the person."""
    return Exists(Task.objects.through(enquiry=OuterRef("pk")).filter(Task.lives(), kind__in=WITH_PERSON))


def go_with_contact(enquiries: list[UUID]) -> None:
    """Erase the words of the tasks of enquiries, and how it was safe to reach the person, as the number goes."""
    tasks = Task.objects.everywhere(because="retention").filter(enquiry__in=enquiries).exclude(words=b"")
    vault.forget(list(tasks), by=None, because=Because.RETENTION)
    safe = SafeContact.objects.everywhere(because="retention").filter(enquiry__in=enquiries)
    vault.forget(list(safe), by=None, because=Because.RETENTION)
