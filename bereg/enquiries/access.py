"""Who may do what with one enquiry. `queries.reached_by` says the same of many.

What the roles may stands in `accounts.permissions`; what its signs mean for an enquiry at hand is
`Enquiry.is_reached_by`.
"""

from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.queries import people_at
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Outcome
from bereg.enquiries.queries import people_for

# To whom somebody who may give away what is their own hands it over: not to another operator, who can take it over.
COUNSEL = (Role.LAWYER, Role.PSYCHOLOGIST)


def may_read_text(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may read what the person said."""
    return enquiry.is_reached_by(user, Permission.NARRATIVE_READ)


def may_write(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may correct an enquiry."""
    return enquiry.is_reached_by(user, Permission.ENQUIRY_CORRECT)


def may_read_contact(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may read how to reach the person."""
    return enquiry.is_reached_by(user, Permission.CALL_BACK_READ)


def may_guide(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may give interns a masked copy of an enquiry, and judge what they write."""
    return enquiry.is_reached_by(user, Permission.PRACTICE_GUIDE)


def may_take_over(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may make an enquiry their own without asking."""
    return enquiry.assignee_id != user.pk and enquiry.is_reached_by(user, Permission.ENQUIRY_TAKE_OVER)


def is_taken_up(user: User, enquiry: Enquiry, *, said_word: bool) -> bool:
    """Tell whether an enquiry becomes that of who joins a caller's contact to it.

    said_word: whether the caller said the code word. The number tells nothing: it stands in everybody's lists. What a
    lawyer or psychologist works on stays theirs; whoever may take it over does so on its page, where that is said.
    """
    if may_write(user, enquiry) or _is_with_counsel(enquiry):
        return False
    return said_word or may_take_over(user, enquiry)


def responsible_for(enquiry: Enquiry) -> list[User]:
    """Return who is to go on with an enquiry: whom it is assigned to; else who may assign it to anybody."""
    if enquiry.assignee and enquiry.assignee.is_active:
        return [enquiry.assignee]
    people = people_at(enquiry.centre_id, Permission.ENQUIRY_ASSIGN)
    return [person for person in people if person.scope(Permission.ENQUIRY_ASSIGN) == Scope.CENTRE]


def _is_with_counsel(enquiry: Enquiry) -> bool:
    person = enquiry.assignee
    return person is not None and person.role in COUNSEL and person.is_active


def assignable(user: User, enquiry: Enquiry) -> list[User]:
    """Return whom somebody may assign an enquiry to, themselves left out."""
    if not enquiry.is_reached_by(user, Permission.ENQUIRY_ASSIGN):
        return []
    is_any = user.scope(Permission.ENQUIRY_ASSIGN) == Scope.CENTRE
    roles = roles_with(Permission.ENQUIRY_CORRECT) if is_any else COUNSEL
    return [person for person in people_for(enquiry, roles) if person.pk != user.pk]


def is_passed_on(enquiry: Enquiry) -> bool:
    """Tell whether the consultation ended with somebody else to go on, so that a page offers to hand it over."""
    return enquiry.outcome in {Outcome.TO_LAWYER, Outcome.TO_PSYCHOLOGIST}


def may_assign(user: User, enquiry: Enquiry, to: User) -> bool:
    """Tell whether somebody may make a person responsible for an enquiry."""
    return may_take_over(user, enquiry) if to == user else to in assignable(user, enquiry)


@dataclass(frozen=True)
class Rights:
    """What somebody may do with one enquiry, for its page."""

    text: bool
    contact: bool
    write: bool
    take_over: bool
    assignable: list[User]


def rights_of(user: User, enquiry: Enquiry) -> Rights:
    """Return what somebody may do with an enquiry that they may see."""
    return Rights(
        text=may_read_text(user, enquiry),
        contact=may_read_contact(user, enquiry),
        write=may_write(user, enquiry),
        take_over=may_take_over(user, enquiry),
        assignable=assignable(user, enquiry),
    )
