"""Who reaches what is about a record of a room above, such as a query of a search: whoever leads that record.

The room says it in its module `dispatched`, as `SUBJECTS`: of each kind that is its own, a function of a person that
returns the records that they lead. Who works on the enquiry alone sees that something left, and reads none of it.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from bereg.accounts.models import User
from bereg.core.concerns import said

Led = Callable[[User], QuerySet]  # type: ignore[type-arg]


def leads(person: User, kind: str, subject: UUID) -> bool:
    """Tell whether somebody leads the record that something of a kind is about."""
    led = _subjects().get(kind)
    return led is not None and led(person).filter(pk=subject).exists()


def about_led(person: User) -> Q:
    """Match what is about records that somebody leads."""
    found = Q(pk__in=[])
    for kind, led in _subjects().items():
        found |= Q(kind=kind, subject__in=led(person).order_by().values("pk"))
    return found


def _subjects() -> dict[str, Led]:
    return {kind: led for some in said("dispatched", "SUBJECTS") for kind, led in some.items()}
