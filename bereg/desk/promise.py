"""An enquiry, and what its outcome promises, in one act."""

from uuid import uuid5

from bereg.accounts.queries import User
from bereg.desk.registration_form import RegistrationSheet
from bereg.enquiries.actions import register_enquiry
from bereg.enquiries.queries import Enquiry
from bereg.tasks import actions as tasks

TASK = "task"


def register_with_promise(sheet: RegistrationSheet, by: User) -> Enquiry:
    """Register what a valid form says, with the task that its outcome promises. Sent again, both are the same.

    Raise what `register_enquiry` raises.
    """
    registration, promise = sheet.registration(), sheet.promise.promise_of(by)
    if promise is None:
        return register_enquiry(registration=registration, by=by)
    centre = registration.contact.centre
    task = tasks.prepare(id=uuid5(sheet.id, TASK), centre=centre, enquiry=sheet.id, promise=promise, by=by)
    return register_enquiry(registration=registration, by=by, along=lambda: tasks.store(task=task, by=by))
