"""What the figures count of alarms as matters: enquiries in which somebody was in danger."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bereg.dangers.choices import Ending
from bereg.dangers.models import Danger
from bereg.enquiries.matter_columns import MatterColumn
from bereg.enquiries.models import Enquiry, EnquiryContact


def _with_an_alarm(enquiries: QuerySet[Enquiry]) -> Iterable[UUID]:
    """Yield those on whose form, or on that of one of their contacts, an alarm was raised that was no mistake.

    Only at the same centre: which form an alarm names, a browser says.
    """
    of_centre = Danger.objects.through(centre__in=enquiries.order_by().values("centre"))
    alarms = of_centre.filter(form__isnull=False).exclude(ended_as=Ending.MISTAKE).values("form")
    yield from enquiries.order_by().filter(pk__in=alarms).values_list("pk", flat=True)
    links = EnquiryContact.objects.through(enquiry__in=enquiries.order_by())
    yield from links.filter(contact__in=alarms).values_list("enquiry_id", flat=True)


COLUMNS = (MatterColumn("in_danger", _("Enquiries in which somebody was in danger"), _with_an_alarm),)
