"""What rooms above know of an enquiry that the figures count once with it, as it stands when its month is closed.

A room says `COLUMNS` in its module `matter_columns.py`. An enquiry is counted once, so a matter is in such a figure at
most once, for good, whatever is noted, changed or taken off later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.core.concerns import said
from bereg.enquiries.models import Enquiry

YES = (("yes", _("yes")),)


@dataclass(frozen=True)
class MatterColumn:
    """Yes or nothing. Its name stands in files of closed months, so it never changes; it is that of its table too.

    of: the ids of those among some enquiries of which it is so. Whatever changes that touches the enquiry.
    """

    name: str
    title: StrOrPromise
    of: Callable[[QuerySet[Enquiry]], Iterable[UUID]]


def matter_columns() -> list[MatterColumn]:
    """Return the columns of all rooms, by their names."""
    columns = (column for of_room in said("matter_columns", "COLUMNS") for column in of_room)
    return sorted(columns, key=lambda column: column.name)
