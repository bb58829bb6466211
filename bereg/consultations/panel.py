"""What of consultations stands on the page of an enquiry: that there were some, and never a note."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.consultations.access import may_consult
from bereg.consultations.models import Consultation
from bereg.consultations.queries import consultations_on, readable
from bereg.contacts.channels import Precision
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import Dated


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the consultations on an enquiry, to whoever sees it; those that they may read are links."""
    consultations = list(consultations_on(enquiry))
    may_write = may_consult(person, enquiry)
    if not (consultations or may_write):
        return None
    links = set(readable(person).filter(enquiry=enquiry).values_list("pk", flat=True)) if consultations else set()
    shows = {"consultations": [(each, each.pk in links) for each in consultations], "may_write": may_write}
    return Panel("consultations/panel.html", shows)


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return the consultations for the timeline: each on its day, with its kind and minutes, and never the note."""
    noon = dt.time(12, tzinfo=ZoneInfo(enquiry.centre.time_zone))
    precision = Precision.MONTH if enquiry.is_coarse else Precision.DAY
    for each in consultations_on(enquiry):
        yield Dated(
            at=dt.datetime.combine(each.given_on, noon),
            words=_words(each),
            who=str(each.author or ""),
            precision=precision,
        )


def _words(consultation: Consultation) -> str:
    count = consultation.minutes
    lasted = ngettext("%(minutes)s minute", "%(minutes)s minutes", count) % {"minutes": count}
    return _("Consultation: %(kind)s, %(lasted)s") % {"kind": consultation.get_kind_display(), "lasted": lasted}
