"""Reading of letters in quarantine, limited to what the person may see."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.mailbox.models import QuarantinedLetter


def quarantined_for(person: User) -> CentreBound[QuarantinedLetter]:
    """Return the letters in quarantine of the centres of who answers all, the latest first."""
    if person.scope(Permission.CONVERSE) != Scope.CENTRE:
        return QuarantinedLetter.objects.none()
    return QuarantinedLetter.objects.of_centres(centres_of(person)).select_related("centre").order_by("-came_at", "pk")
