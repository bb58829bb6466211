"""A form of a call, with what its outcome promises, what was told in the call, and what came before it, in one act."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid5

from bereg.accounts.queries import User
from bereg.answers import actions as answers
from bereg.centres.queries import Centre
from bereg.contacts.queries import Contact
from bereg.desk.registration_form import RegistrationSheet
from bereg.enquiries.access import may_write
from bereg.enquiries.form_along import store_along
from bereg.enquiries.joining import join_caller
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import Enquiry
from bereg.enquiries.registration import Along, register_enquiry
from bereg.tasks import actions as tasks
from bereg.tasks.queries import tasks_on

TASK = "task"


def register_with_promise(sheet: RegistrationSheet, by: User) -> Enquiry:
    """Register what a valid form says, with the task that its outcome promises, what was told, and what came before.

    Sent again, all are the same. Raise what `register_enquiry` raises.
    """
    registration = sheet.registration()
    promised = _store_promised(sheet, uuid5(sheet.id, TASK), registration.contact.centre, sheet.id, by)

    def along(enquiry: Enquiry) -> None:
        if promised:
            promised()
        answers.note(enquiry=enquiry, said=sheet.answers, by=by)
        store_along(enquiry, sheet.fields, by)

    has_more = promised or sheet.answers or sheet.came_before
    return register_enquiry(registration=registration, by=by, along=along if has_more else None)


def join_with_promise(sheet: RegistrationSheet, enquiry: Enquiry, *, said_word: bool, by: User) -> Enquiry:
    """Join the contact of a form to an enquiry, with the task that its outcome promises, and what came before.

    Nothing is promised on an enquiry of somebody else, nor where `takes_promises` says no; where nobody has agreed yet
    that anything of it is kept, `form_merge` takes the promise into the correction that says so. Sent again, all are
    the same. Raise what `join_caller` raises.
    """
    agreed = enquiry.consent == Consent.YES
    promised = _store_promised(sheet, uuid5(sheet.id, TASK), enquiry.centre, enquiry.pk, by) if agreed else None

    def along(joined: Enquiry) -> None:
        if promised and joined.consent == Consent.YES and takes_promises(joined) and may_write(by, joined):
            promised()
        store_along(joined, sheet.fields, by)

    return join_caller(enquiry=enquiry, contact=sheet.contact_fields(), by=by, said_word=said_word, along=along)


def along_correction(sheet: RegistrationSheet, enquiry: Enquiry, by: User) -> Along:
    """Return what stores with a correction what was told, and what a call promised that joined before the consent.

    Call it outside transactions.
    """
    own = uuid5(enquiry.pk, f"{TASK} {sheet.fields.get('version')}")  # a version is corrected once
    promised = _store_promised(sheet, own, enquiry.centre, enquiry.pk, by) if sheet.takes_call_in else None

    def along(now: Enquiry) -> None:
        answers.note(enquiry=now, said=sheet.answers, by=by)
        if promised and takes_promises(now):
            promised()

    return along


def takes_promises(enquiry: Enquiry) -> bool:
    """Tell whether anything may be promised on an enquiry, if its person agrees."""
    return not (enquiry.mistake or enquiry.is_coarse)


def is_promised_since(enquiry: Enquiry, contact: Contact) -> bool:
    """Tell whether anything was promised on an enquiry since this contact of it was recorded."""
    own = uuid5(contact.pk, TASK)  # prepared a moment before its contact is
    return any(each.pk == own or each.made_at >= contact.entered_at for each in tasks_on(enquiry))


def _store_promised(
    sheet: RegistrationSheet, id: UUID, centre: Centre, enquiry: UUID, by: User
) -> Callable[[], None] | None:
    """Return what stores the task that an outcome promises, sealed already; None where nothing is promised."""
    promise = sheet.promise.promise_of(by) if sheet.promise.is_valid() else None
    if promise is None:
        return None
    task = tasks.prepare(id=id, centre=centre, enquiry=enquiry, promise=promise, by=by)
    return partial(tasks.store, task=task, by=by)
