"""Who reads the note of a consultation: its profession alone, and of that not everybody."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.consultations.choices import Profession


def readable_by(person: User, consultations: "CentreBound[Any]") -> "CentreBound[Any]":
    """Return those whose note somebody may read, all of their own profession and centres.

    Their own, those for which the author named them, and a lawyer's where the enquiry is assigned to them.
    """
    if not person.may(Permission.CONSULT):
        return consultations.none()
    named = consultations.model.readers.through.objects.filter(consultation=OuterRef("pk"), user=person)
    is_their_case = Q(profession=Profession.LAWYER, enquiry__assignee=person)
    of_profession = consultations.of_centres(centres_of(person)).filter(profession=person.role)
    return of_profession.filter(Q(author=person) | is_their_case | Exists(named))
