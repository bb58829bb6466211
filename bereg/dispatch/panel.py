"""What left, or is to leave, about an enquiry: on its page, and on its time line."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.contacts.channels import Precision
from bereg.core.panels import Panel
from bereg.dispatch.access import may_draft
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatches_on
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import Dated


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return what leaves about an enquiry, to whoever sees it; the words stand on the page of each."""
    if not person.may(Permission.DISPATCH_DRAFT):
        return None
    language = translation.get_language()
    found = [(each, title_of(each.recipient, language)) for each in dispatches_on(enquiry)]
    may = may_draft(person, enquiry)
    return Panel("dispatch/panel.html", {"dispatches": found, "may_draft": may}) if found or may else None


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return what left for the time line, and how it was answered."""
    language = translation.get_language()
    precision = Precision.MONTH if enquiry.is_coarse else Precision.MINUTE
    for each in dispatches_on(enquiry):
        if each.sent_at:
            words = {"kind": each.get_kind_display(), "to": title_of(each.recipient, language)}
            sent = _("Left the house: %(kind)s to %(to)s") % words
            yield Dated(each.sent_at, sent, who=str(each.sent_by or ""), precision=precision)
        if each.answered_at:
            yield Dated(each.answered_at, _answered(each, language), precision=precision)


def _answered(each: Dispatch, language: str) -> str:
    return _("%(to)s: %(answer)s") % {"to": title_of(each.recipient, language), "answer": each.get_answer_display()}
