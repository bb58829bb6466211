"""A child who is found goes to the child-protection body: what is drafted to one, and to which bodies it may go."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from bereg.accounts.models import User
from bereg.directory.choices import Sort
from bereg.dispatch.access import may_draft
from bereg.dispatch.choices import DispatchKind, DispatchState
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatches_on, recipients
from bereg.enquiries.models import Enquiry

MOST = 20  # bodies that a page offers; the form of a letter finds the others by their names
NOT_GIVEN = (DispatchState.STOPPED, DispatchState.REVOKED)


@dataclass(frozen=True)
class ProtectionBody:
    """A child-protection body of the directory, and where a letter to it is written."""

    title: str
    address: str


def given_to(enquiry: Enquiry) -> Dispatch | None:
    """Return what is drafted, or has left, to a child-protection body about an enquiry; None where nothing is."""
    found = dispatches_on(enquiry).filter(recipient_sort=Sort.CHILD_PROTECTION)
    return found.exclude(state__in=NOT_GIVEN).first()


def bodies_for(person: User, enquiry: Enquiry) -> list[ProtectionBody]:
    """Return the bodies to which somebody may draft a letter about an enquiry."""
    if not may_draft(person, enquiry):
        return []
    language, page = translation.get_language(), reverse("dispatch:new_dispatch", args=[enquiry.pk])
    of_sort = recipients().filter(published__content__sort=Sort.CHILD_PROTECTION.value)[:MOST]
    chosen = {"kind": DispatchKind.REFERRAL.value}
    found = [
        ProtectionBody(title_of(each, language), f"{page}?{urlencode({**chosen, 'to': each.pk})}") for each in of_sort
    ]
    return sorted(found, key=lambda each: each.title)
