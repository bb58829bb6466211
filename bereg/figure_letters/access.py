"""Who writes to a recipient of figures, and who signs."""

from uuid import UUID

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.figure_letters.models import AgreedTerms


def works_on(person: User, centre_id: UUID | None) -> bool:
    """Tell whether somebody sets up recipients of a centre, and signs its letters."""
    return person.may(Permission.FIGURE_LETTER_SIGN) and _works_at(person, centre_id)


def is_reached_by(person: User, terms: AgreedTerms) -> bool:
    """Tell whether a recipient or a letter is somebody's to work on: exact figures are for whoever signs."""
    may = Permission.FIGURE_LETTER_SIGN if terms.is_exact else Permission.FIGURE_LETTER
    return person.may(may) and _works_at(person, terms.centre_id)


def _works_at(person: User, centre_id: UUID | None) -> bool:
    return centre_id in {each.pk for each in own_centres(person)}
