"""What the figures count of persons concerned as matters: enquiries about a child, and about a suspected victim."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bereg.enquiries.matter_columns import MatterColumn
from bereg.enquiries.models import Enquiry
from bereg.persons.choices import CHILDREN, Suspicion
from bereg.persons.models import Person


def _about_a_child(enquiries: QuerySet[Enquiry]) -> Iterable[UUID]:
    return _about(enquiries, band__in=CHILDREN)


def _about_a_suspected_victim(enquiries: QuerySet[Enquiry]) -> Iterable[UUID]:
    return _about(enquiries, suspicion=Suspicion.SUSPECTED)


def _about(enquiries: QuerySet[Enquiry], **which: Any) -> Iterable[UUID]:
    persons = Person.objects.through(enquiry__in=enquiries.order_by()).filter(**which)
    return persons.values_list("enquiry_id", flat=True)


COLUMNS = (
    MatterColumn("under_18", _("Enquiries about somebody under 18"), _about_a_child),
    MatterColumn("suspected_victim", _("Enquiries about a suspected victim"), _about_a_suspected_victim),
)
