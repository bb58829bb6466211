"""Who may pass an enquiry on, and answer for the other centre; who reads the copy, `opens` in models.py says."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres, people_at
from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.shifts.on_duty import on_duty
from bereg.transfers.models import Transfer


def takes_transfers(enquiry: Enquiry) -> bool:
    """Tell whether an enquiry may be passed on: the person agrees that it is kept, and it is still worked on."""
    return enquiry.consent == Consent.YES and not (enquiry.closed_at or enquiry.mistake or enquiry.is_coarse)


def may_offer(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may pass an enquiry on, or take that back: whose own it is, and supervisors."""
    return takes_transfers(enquiry) and enquiry.is_reached_by(person, Permission.ENQUIRY_CORRECT)


def answers_for_centre(person: User) -> bool:
    """Tell whether somebody answers offers to their centre: operators and supervisors."""
    return person.may(Permission.ENQUIRY_REGISTER) and person.scope(Permission.ENQUIRY_READ) == Scope.CENTRE


def may_answer(person: User, transfer: Transfer) -> bool:
    """Tell whether somebody may answer an offer: for their centre; in danger whoever is on duty there."""
    centre = next((each for each in own_centres(person) if each.pk == transfer.centre_id), None)
    if centre is None or not person.may(Permission.ENQUIRY_REGISTER):
        return False
    return answers_for_centre(person) or (transfer.in_danger and is_on_duty(person, centre))


def is_on_duty(person: User, centre: Centre) -> bool:
    """Tell whether somebody is on the roster of a centre of theirs at this hour."""
    return any(shift.person_id == person.pk for shift in on_duty(centre, timezone.now()))


@beyond("transfer")
def told_at(centre: Centre, *, in_danger: bool, now: dt.datetime) -> list[User]:
    """Return who is told of an offer to a centre: in danger who is on duty, where anybody is; else who answers."""
    duty = [shift.person for shift in on_duty(centre, now)] if in_danger else []
    return duty or [each for each in people_at(centre.pk, Permission.ENQUIRY_REGISTER) if answers_for_centre(each)]
