"""A further contact joins an enquiry that stands."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts.actions import ContactFields, record_contact
from bereg.enquiries.access import is_taken_up, may_read_text, responsible_for
from bereg.enquiries.acts import ASSIGNED, JOINED
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.registration import Along, FormUsedError


@transaction.atomic
def join_contact(
    *, enquiry: Enquiry, contact: ContactFields, by: User, said_word: bool = False
) -> tuple[EnquiryContact, bool]:
    """Record a further contact of an existing enquiry. Return its link, and whether it is new there.

    said_word: whether the caller said the code word. Without it, a contact that somebody joins who may not read the
    text opens it to nobody. Raise ContactDiffersError, or FormUsedError where the contact is another enquiry's already.
    """
    return _join(_locked(enquiry), contact, by, said_word=said_word)


@transaction.atomic
def join_caller(
    *, enquiry: Enquiry, contact: ContactFields, by: User, said_word: bool, along: Along | None = None
) -> Enquiry:
    """Record a further contact of somebody who says that they called before, and go on with the enquiry where allowed.

    Whoever is responsible and was not told so by the caller gets a notice. Return what stands now.
    along: as of `register_enquiry`, of what stands now.
    """
    standing = _locked(enquiry)
    _, is_new = _join(standing, contact, by, said_word=said_word)
    if is_taken_up(by, standing, said_word=said_word):
        _take_up(standing, by)
    elif is_new and standing.assignee_id != by.pk:
        notices.give(kind=JOINED, target=str(standing.pk), to=responsible_for(standing))
    now = Enquiry.objects.of(enquiry).select_related("centre", "questionnaire", "assignee").get()
    if is_new and along:
        along(now)
    return now


def _join(standing: Enquiry, contact: ContactFields, by: User, *, said_word: bool) -> tuple[EnquiryContact, bool]:
    recorded = record_contact(contact=contact, by=by)
    links = EnquiryContact.objects.through(contact=recorded)
    makes_recent = said_word or may_read_text(by, standing)
    link, is_new = links.get_or_create(contact=recorded, defaults={"enquiry": standing, "makes_recent": makes_recent})
    if link.enquiry_id != standing.pk:
        raise FormUsedError
    if is_new:
        last = max(standing.last_contact_at, standing.as_kept(recorded.started_at))
        Enquiry.objects.of(standing).update(last_contact_at=last)
        audit.record(JOINED, target=standing, by=by, because="code_word" if said_word else "")
    return link, is_new


def _take_up(enquiry: Enquiry, by: User) -> None:
    columns = {"assignee": by, "changed_at": timezone.now(), "version": F("version") + 1}
    Enquiry.objects.of(enquiry).update(**columns)
    audit.record(ASSIGNED, target=enquiry, by=by, because=str(by.pk))


def _locked(enquiry: Enquiry) -> Enquiry:
    """Lock an enquiry before anything is recorded, and read it anew."""
    found = Enquiry.objects.of(enquiry).select_for_update(of=("self",), no_key=True)
    return found.select_related("assignee", "centre").get()
