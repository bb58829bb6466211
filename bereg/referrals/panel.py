"""What came of referrals, and who referred the person to us: on the page of an enquiry and on its time line."""

import datetime as dt
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import zone_of
from bereg.contacts.channels import Precision
from bereg.core.panels import Panel
from bereg.dispatch.forms import title_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.panels import Dated
from bereg.referrals.queries import came_in, outcomes_on


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return who referred the person, to whoever sees the enquiry, or the way to note it."""
    came = came_in(enquiry)
    may = enquiry.consent != Consent.WITHDRAWN and enquiry.is_reached_by(person, Permission.ENQUIRY_CORRECT)
    if came is None and not may:
        return None
    partner = title_of(came.partner, translation.get_language()) if came else ""
    return Panel("referrals/came_in.html", {"came": came, "partner": partner, "may_note": may and came is None})


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return what came of referrals for the time line."""
    precision = Precision.MONTH if enquiry.is_coarse else Precision.DAY
    for each in outcomes_on(enquiry):
        at = dt.datetime.combine(each.happened_on, dt.time(12), zone_of(enquiry.centre))
        words = _("Came of it: %(outcome)s") % {"outcome": each.get_kind_display()}
        yield Dated(at, words, who=str(each.entered_by or ""), precision=precision)
