"""Which enquiry was opened at which event."""

from django.db import transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.clock import in_zone
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.outreach.access import may_open
from bereg.outreach.acts import OPENED, UNLINKED
from bereg.outreach.models import OpenedThere, OutreachEvent


class NotYourOpeningError(Exception):
    """The person opens no enquiries there, or may not see this one."""


class OpenedElsewhereError(Exception):
    """The enquiry stands at an event already."""


class OpenedBeforeError(Exception):
    """The enquiry was opened before the day of the event, or its day is not known any more."""


class OpeningCountedError(Exception):
    """A closed month counts it."""


@transaction.atomic
def note_opened(*, event: OutreachEvent, enquiry: Enquiry, by: User) -> OpenedThere:
    """Note that an enquiry was opened at an event.

    Raise NotYourOpeningError, OpenedBeforeError; OpenedElsewhereError where an event of it is noted already.
    """
    # Held, so that whoever puts its day or kind right meanwhile takes this one along, or has taken it from the network.
    held = OutreachEvent.objects.select_for_update(no_key=True).filter(pk=event.pk).first()
    if held is None or not may_open(by, held) or not enquiry.is_reached_by(by, Permission.ENQUIRY_READ):
        raise NotYourOpeningError
    standing = Enquiry.objects.of(enquiry).select_for_update(of=("self",), no_key=True).select_related("centre").get()
    if standing.is_coarse or in_zone(standing.opened_at, standing.centre).date() < held.held_on:
        raise OpenedBeforeError
    made = OpenedThere(
        centre_id=standing.centre_id,
        enquiry=standing,
        event=held,
        kind=held.kind,
        held_on=held.held_on,
        linked_by=by,
    )
    if not insert_new(made):
        raise OpenedElsewhereError
    audit.record(OPENED, target=made, by=by)
    return made


@transaction.atomic
def unlink(*, opened: OpenedThere, by: User) -> None:
    """Take off what was noted by mistake. Raise NotYourOpeningError, OpeningCountedError."""
    enquiry = Enquiry.objects.of(opened.enquiry).select_for_update(no_key=True).get()
    if not (by.may(Permission.OUTREACH) and enquiry.is_reached_by(by, Permission.ENQUIRY_READ)):
        raise NotYourOpeningError
    if opened.counted_in:
        raise OpeningCountedError
    removed, _of_each = OpenedThere.objects.of(opened).filter(counted_in=None).delete()
    if removed:
        audit.record(UNLINKED, target=enquiry, by=by)
