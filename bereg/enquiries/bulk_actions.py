"""Several enquiries at once: each is closed or handed over as on its own page, by an act of its own.

What somebody changed since the list was shown is left as it is and named; the others go through.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.enquiries.access import assignable
from bereg.enquiries.actions import (
    AlreadyClosedError,
    NotYourEnquiryError,
    StaleEnquiryError,
    assign_enquiry,
    close_enquiry,
)
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for

Versions = dict[UUID, int]  # of enquiries, as a list showed them


class Left(TextChoices):
    """Why an enquiry is left as it is."""

    CHANGED = "changed", _("a colleague changed it meanwhile")
    CLOSED = "closed", _("it is closed already")
    NOT_YOURS = "not_yours", _("it is not yours to change")
    NOT_THEIRS = "not_theirs", _("it is not to be handed over to this person, or is with them already")


@dataclass
class SeveralDone:
    """What came of it. What somebody sees no longer is only counted."""

    done: list[Enquiry] = field(default_factory=list)
    left: list[tuple[Enquiry, Left]] = field(default_factory=list)
    unseen: int = 0


def chosen_of(user: User, versions: Versions) -> list[Enquiry]:
    """Return what somebody sees of the enquiries that they chose, by number."""
    return list(enquiries_for(user).filter(pk__in=versions).select_related("centre", "assignee").order_by("number"))


def would_close(*, versions: Versions, by: User) -> SeveralDone:
    """Tell what closing them would do, as things stand."""
    return _sorted_out(versions, by, lambda enquiry: _not_to_close(enquiry, versions[enquiry.pk], by))


def would_assign(*, versions: Versions, by: User) -> SeveralDone:
    """Tell which of them somebody could hand over, as things stand."""
    return _sorted_out(versions, by, lambda enquiry: _not_to_assign(enquiry, versions[enquiry.pk], by))


def recipients(enquiries: list[Enquiry], by: User) -> list[User]:
    """Return to whom somebody could hand over at least one of some enquiries."""
    found = {person.pk: person for enquiry in enquiries for person in assignable(by, enquiry)}
    return sorted(found.values(), key=lambda person: person.name)


def close_several(*, versions: Versions, outcome: str, by: User) -> SeveralDone:
    """Close each as it stood when the list was shown."""

    def act(enquiry: Enquiry) -> None:
        if not enquiry.is_reached_by(by, Permission.ENQUIRY_CLOSE):
            raise NotYourEnquiryError(enquiry)
        close_enquiry(enquiry=enquiry, version=versions[enquiry.pk], outcome=outcome, by=by)

    return _sorted_out(versions, by, lambda enquiry: _tried(act, enquiry, Left.NOT_YOURS))


def assign_several(*, versions: Versions, to: User, by: User) -> SeveralDone:
    """Hand each over to a colleague as it stood when the list was shown."""

    def act(enquiry: Enquiry) -> None:
        if to not in assignable(by, enquiry):
            raise NotYourEnquiryError(enquiry)
        assign_enquiry(enquiry=enquiry, version=versions[enquiry.pk], to=to, by=by)

    return _sorted_out(versions, by, lambda enquiry: _tried(act, enquiry, Left.NOT_THEIRS))


def _sorted_out(versions: Versions, by: User, left: Callable[[Enquiry], Left | None]) -> SeveralDone:
    seen = chosen_of(by, versions)
    result = SeveralDone(unseen=len(versions) - len(seen))
    for enquiry in seen:
        because = left(enquiry)
        if because:
            result.left.append((enquiry, because))
        else:
            result.done.append(enquiry)
    return result


def _tried(act: Callable[[Enquiry], None], enquiry: Enquiry, refused: Left) -> Left | None:
    """Do it, each in a transaction of its own; say why not."""
    try:
        act(enquiry)
    except AlreadyClosedError:
        return Left.CLOSED
    except StaleEnquiryError:
        return Left.CHANGED
    except NotYourEnquiryError:
        return refused
    return None


def _not_to_close(enquiry: Enquiry, version: int, by: User) -> Left | None:
    if enquiry.closed_at:
        return Left.CLOSED
    if not enquiry.is_reached_by(by, Permission.ENQUIRY_CLOSE):
        return Left.NOT_YOURS
    return None if enquiry.version == version else Left.CHANGED


def _not_to_assign(enquiry: Enquiry, version: int, by: User) -> Left | None:
    if not enquiry.is_reached_by(by, Permission.ENQUIRY_ASSIGN):
        return Left.NOT_YOURS
    return None if enquiry.version == version else Left.CHANGED
