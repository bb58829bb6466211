"""An enquiry, what its outcome promises, what was told in the call, and what came before it, in one act."""

from uuid import uuid5

from bereg.accounts.queries import User
from bereg.answers import actions as answers
from bereg.desk.registration_form import RegistrationSheet
from bereg.enquiries.actions import register_enquiry
from bereg.enquiries.form_along import store_along
from bereg.enquiries.queries import Enquiry
from bereg.tasks import actions as tasks

TASK = "task"


def register_with_promise(sheet: RegistrationSheet, by: User) -> Enquiry:
    """Register what a valid form says, with the task that its outcome promises, what was told, and what came before.

    Sent again, all are the same. Raise what `register_enquiry` raises.
    """
    registration, promise = sheet.registration(), sheet.promise.promise_of(by)
    centre, task = registration.contact.centre, None
    if promise is not None:
        task = tasks.prepare(id=uuid5(sheet.id, TASK), centre=centre, enquiry=sheet.id, promise=promise, by=by)

    def along(enquiry: Enquiry) -> None:
        if task:
            tasks.store(task=task, by=by)
        answers.note(enquiry=enquiry, said=sheet.answers, by=by)
        store_along(enquiry, sheet.fields, by)

    has_more = task or sheet.answers or sheet.came_before
    return register_enquiry(registration=registration, by=by, along=along if has_more else None)
