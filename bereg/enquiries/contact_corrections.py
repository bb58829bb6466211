"""What changes a contact together with the enquiry that it brought: docs/decisions/0092-corrected-contacts.md."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts import corrections
from bereg.contacts.actions import ContactFields
from bereg.contacts.acts import MISTAKEN as CONTACT_MISTAKEN
from bereg.contacts.acts import TAKEN_BACK as CONTACT_TAKEN_BACK
from bereg.contacts.corrections import CountedError
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact
from bereg.enquiries.access import may_write
from bereg.enquiries.actions import NotYourEnquiryError, StaleEnquiryError
from bereg.enquiries.acts import MISTAKEN, TAKEN_BACK
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.versions import change_one


@transaction.atomic
def correct_contact(*, contact: Contact, version: int, fields: ContactFields, by: User) -> None:
    """Put a contact right; what its enquiry takes from its contacts follows. Raise what `corrections` raises."""
    enquiry = _locked(contact)
    changes = corrections.correct_contact(contact=contact, version=version, fields=fields, by=by)
    if enquiry is None or not changes:
        return
    columns = _contacts_began(enquiry) if "started_at" in changes else {}
    if not enquiry.counted_in:
        change_one(enquiry, columns)
    elif columns:  # its figures stand, and with them its opening: a later contact is not counted yet
        Enquiry.objects.of(enquiry).update(last_contact_at=columns["last_contact_at"])


@transaction.atomic
def register_by_mistake(*, enquiry: Enquiry, version: int, because: Mistake, by: User) -> None:
    """Take an enquiry and its contacts out of the figures, and close it. Both stay in the audit log.

    Where it was a contact that brought no enquiry, that contact goes too: it is recorded anew as what it was.
    Raise NotYourEnquiryError, CountedError, StaleEnquiryError.
    """
    standing = _standing(enquiry, version, by, is_mistake=False)
    change_one(standing, {"mistake": because, "closed_at": standing.closed_at or timezone.now()})
    audit.record(MISTAKEN, target=standing, by=by, because=because)
    _mark_contacts(standing, CONTACT_MISTAKEN, before="", now=because, by=by)


@transaction.atomic
def take_back_mistake(*, enquiry: Enquiry, version: int, by: User) -> None:
    """Count an enquiry and its contacts again, and open it. Raise what `register_by_mistake` raises."""
    standing = _standing(enquiry, version, by, is_mistake=True)
    change_one(standing, {"mistake": "", "closed_at": None})
    audit.record(TAKEN_BACK, target=standing, by=by, because=standing.mistake)
    _mark_contacts(standing, CONTACT_TAKEN_BACK, before=standing.mistake, now="", by=by)


def _contacts_began(enquiry: Enquiry) -> dict[str, Any]:
    """Return the columns of an enquiry that say when its first and its last contact began."""
    links = EnquiryContact.objects.through(enquiry=enquiry)
    began = links.aggregate(opened_at=Min("contact__started_at"), last_contact_at=Max("contact__started_at"))
    last = max(enquiry.opened_at, enquiry.as_kept(began["last_contact_at"]))
    if enquiry.is_received or enquiry.is_coarse:  # opened by no contact of its own; or its month alone is left
        return {"last_contact_at": last}
    return began


def _standing(enquiry: Enquiry, version: int, by: User, *, is_mistake: bool) -> Enquiry:
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).get()
    if not may_write(by, standing):
        raise NotYourEnquiryError(standing)
    if standing.counted_in:
        raise CountedError
    if standing.version != version or bool(standing.mistake) is not is_mistake:
        raise StaleEnquiryError(standing)
    return standing


def _mark_contacts(enquiry: Enquiry, action: str, *, before: str, now: str, by: User) -> None:
    of_enquiry = Contact.objects.through(of_enquiry__enquiry=enquiry).filter(mistake=before, counted_in=None)
    contacts = list(of_enquiry.select_for_update(of=("self",), no_key=True))
    of_enquiry.filter(pk__in=[each.pk for each in contacts]).update(
        mistake=now, changed_at=timezone.now(), version=F("version") + 1
    )
    audit.record_many(action, targets=list(contacts), by=by, because=now or before)


def _locked(contact: Contact) -> Enquiry | None:
    """Lock the enquiry of a contact, which comes before the contact in every order of locks."""
    found = Enquiry.objects.through(contact_links__contact=contact)
    return found.select_for_update(of=("self",), no_key=True).first()
