"""Who may write what leaves the house, sign it, and send it alone; who reads it, `opens` in models.py says."""

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.dispatch.choices import ALONE, DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.shifts.on_duty import on_duty


def takes_dispatches(enquiry: Enquiry) -> bool:
    """Tell whether something may leave about an enquiry: it is no mistake, and its time is not over."""
    return not (enquiry.mistake or enquiry.is_coarse)


def may_draft(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may write what is to leave about an enquiry."""
    return takes_dispatches(enquiry) and enquiry.is_reached_by(person, Permission.DISPATCH_DRAFT)


def may_sign(person: User, dispatch: Dispatch) -> bool:
    """Tell whether somebody may sign it: a lawyer who works on it, or a supervisor; a check request a lawyer alone."""
    if dispatch.kind == DispatchKind.CHECK and not person.may(Permission.VIOLATION_CHECK):
        return False
    if dispatch.enquiry is not None and dispatch.subject is None:
        return dispatch.enquiry.is_reached_by(person, Permission.DISPATCH_SIGN)
    return person.may(Permission.DISPATCH_SIGN) and dispatch.is_reached_by(person)


def may_send_alone(person: User, dispatch: Dispatch) -> bool:
    """Tell whether one person may send it: a referral or rescue request in danger to life, by somebody on duty."""
    is_one = dispatch.ground == DispatchGround.DANGER and DispatchKind(dispatch.kind) in ALONE
    return is_one and dispatch.is_reached_by(person) and is_on_duty(person, dispatch.centre)


def is_on_duty(person: User, centre: Centre) -> bool:
    """Tell whether somebody of a centre is on duty there; where the roster names nobody, whoever is at work is."""
    if centre.pk not in {each.pk for each in own_centres(person)}:
        return False
    duty = on_duty(centre, timezone.now())
    return not duty or any(shift.person_id == person.pk for shift in duty)
