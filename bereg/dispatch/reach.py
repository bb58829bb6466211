"""Who reaches what is about a record of a room above, such as a query of a search: whoever leads that record.

The room says it in its module `dispatched`, as `SUBJECTS`: of each kind that is its own, a function of a person that
returns the records that they lead. Who works on the enquiry alone sees that something left, and reads none of it.
Where the record is gone, as with a consent, the supervisors of the centre see to what left about it.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, own_centres
from bereg.core.concerns import said

Led = Callable[[User], QuerySet]  # type: ignore[type-arg]


def leads(person: User, kind: str, subject: UUID) -> bool:
    """Tell whether somebody leads the record that something of a kind is about."""
    led = _subjects().get(kind)
    return led is not None and led(person).filter(pk=subject).exists()


def is_left_to(person: User, kind: str, subject: UUID, centre: Centre) -> bool:
    """Tell whether somebody supervises the centre of a record that is gone."""
    led = _subjects().get(kind)
    if led is None or not _supervises(person) or centre.pk not in {each.pk for each in own_centres(person)}:
        return False
    return not led(person).model.objects.of_centres([centre]).filter(pk=subject).exists()


def about_left_to(person: User) -> Q:
    """Match, at the centres of somebody, what is about records that are gone: `is_left_to` says the same of one."""
    found = Q(pk__in=[])
    for kind, led in _subjects().items() if _supervises(person) else ():
        stands = led(person).model.objects.of_centres(centres_of(person)).filter(pk=OuterRef("subject"))
        found |= Q(kind=kind, subject__isnull=False) & ~Q(Exists(stands))
    return found


def _supervises(person: User) -> bool:
    return person.scope(Permission.DISPATCH_SIGN) == Scope.CENTRE


def about_led(person: User) -> Q:
    """Match what is about records that somebody leads."""
    found = Q(pk__in=[])
    for kind, led in _subjects().items():
        found |= Q(kind=kind, subject__in=led(person).order_by().values("pk"))
    return found


def _subjects() -> dict[str, Led]:
    return {kind: led for some in said("dispatched", "SUBJECTS") for kind, led in some.items()}
