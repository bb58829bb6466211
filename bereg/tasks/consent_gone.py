"""What stops when a person takes the consent back: notices of tasks, which nobody may open any more."""

from functools import partial

from django.db import transaction

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.tasks.models import Task


def stop(enquiry: Enquiry, by: User | None) -> None:
    """Take the notices of its tasks off everybody's pages, also where a hold keeps the words."""
    del by  # who withdraws stands in the act on the enquiry
    about = [str(pk) for pk in Task.objects.through(enquiry=enquiry).values_list("pk", flat=True)]
    # Once everything is recorded: the count of notices is in the row of a person, which is locked after the log.
    transaction.on_commit(partial(notices.settle_about, about), robust=True)
