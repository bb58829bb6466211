"""What of alarms stands on the page of an enquiry."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.dangers.queries import dangers_on
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import Dated


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return the alarms for the time line, each as it was raised and taken."""
    for each in dangers_on(enquiry):
        yield Dated(at=each.raised_at, words=_("Alarm: in danger"), who=str(each.raised_by or ""))
        if each.passed_to and each.let_go_at:
            words = _("The alarm was passed to another centre: %(centre)s") % {"centre": each.passed_to}
            yield Dated(at=each.let_go_at, words=words, who=str(each.let_go_by or ""))
        if each.taken_at:
            yield Dated(at=each.taken_at, words=_("The alarm was taken"), who=str(each.taken_by or ""))
