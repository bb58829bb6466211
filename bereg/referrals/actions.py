"""What is written of what came of referrals."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.clock import zone_of
from bereg.contacts.channels import Precision
from bereg.core.compiled_queries import insert_new
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.models import ReferenceEntry
from bereg.referrals.acts import CAME_IN, FOLLOWED, NOTED, REMOVED
from bereg.referrals.choices import WITH_OUTCOMES, OutcomeKind
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.retention.rules import months_before
from bereg.tasks import actions as tasks
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from bereg.transfers.matters import root_of

MONTHS_AFTER = (1, 3, 6)  # when somebody asks how the person is


class NotYourReferralError(Exception):
    """The person does not work on this referral, or it has not left."""


class OutcomeCountedError(Exception):
    """A closed month includes it, so it stays."""


class KnownPartnerError(Exception):
    """Somebody noted already who referred the person."""


class ConsentIsGoneError(Exception):
    """The person took the consent back meanwhile, so nothing more is noted."""


@dataclass(frozen=True)
class NewOutcome:
    """What came of it. how_many: of people, where the kind counts them; article: of the criminal code."""

    kind: OutcomeKind
    happened_on: dt.date
    how_many: int | None = None
    article: str = ""


def note_outcome(*, id: UUID, dispatch: Dispatch, outcome: NewOutcome, by: User) -> None:
    """Note one thing that came of a referral; the same id again does nothing.

    Raise NotYourReferralError, ConsentIsGoneError.
    """
    _demand(dispatch, by)
    enquiry = dispatch.enquiry
    made = ReferralOutcome(
        id=id,
        centre_id=dispatch.centre_id,
        enquiry=enquiry,
        dispatch=dispatch,
        kind=outcome.kind,
        happened_on=outcome.happened_on,
        how_many=outcome.how_many,
        article=outcome.article,
        matter=root_of(enquiry.pk) if enquiry else None,
        entered_by=by,
    )
    with transaction.atomic():
        if enquiry and not _stands(enquiry):
            raise ConsentIsGoneError
        if insert_new(made):
            audit.record(NOTED, target=made, by=by)


@transaction.atomic
def remove_outcome(*, outcome: ReferralOutcome, by: User) -> None:
    """Remove what was noted by mistake; one that a colleague has removed is gone.

    Raise NotYourReferralError, OutcomeCountedError.
    """
    _demand(outcome.dispatch, by)
    gone, _rows = ReferralOutcome.objects.of(outcome).filter(counted_in=None).delete()
    if gone:
        audit.record(REMOVED, target=outcome, by=by)
    elif ReferralOutcome.objects.of(outcome).exists():
        raise OutcomeCountedError


def note_partner(*, enquiry: Enquiry, partner: ReferenceEntry, came_on: dt.date, is_named: bool, by: User) -> None:
    """Note which partner referred the person of an enquiry to us.

    Raise NotYourReferralError, KnownPartnerError, ConsentIsGoneError.
    """
    if not enquiry.is_reached_by(by, Permission.ENQUIRY_CORRECT):
        raise NotYourReferralError
    with transaction.atomic():
        if not _stands(enquiry):
            raise ConsentIsGoneError
        if not take_in(enquiry=enquiry, partner=partner, came_on=came_on, is_named=is_named, by=by):
            raise KnownPartnerError


@transaction.atomic
def take_in(*, enquiry: Enquiry, partner: ReferenceEntry, came_on: dt.date, is_named: bool, by: User) -> bool:
    """Note with an enquiry that is registered, or joined, in this transaction which partner referred the person.

    One noted before stays, and a person who took the consent back is left alone. Return whether it is noted.
    """
    if enquiry.consent == Consent.WITHDRAWN or ReferralIn.objects.through(enquiry=enquiry).exists():
        return False
    made = ReferralIn(
        id=uuid4(),
        centre_id=enquiry.centre_id,
        enquiry=enquiry,
        partner=partner,
        came_on=came_on,
        is_named=is_named,
        entered_by=by,
    )
    is_new = insert_new(made)
    if is_new:
        audit.record(CAME_IN, target=made, by=by)
    return is_new


def follow_up(*, dispatch: Dispatch, today: dt.date, by: User) -> list[Task]:
    """Promise to ask in one, three and six months how the person is; what is promised already stays as it is.

    Return what is promised now. Call it outside transactions. Raise NotYourReferralError, ConsentGoneError of tasks.
    """
    _demand(dispatch, by)
    made = []
    for months in MONTHS_AFTER:
        day = dt.datetime.combine(today, dt.time(), zone_of(dispatch.centre))
        due_at = months_before(day, -months) + dt.timedelta(days=1)
        if _is_followed(dispatch, due_at):
            continue
        promise = tasks.Promise(kind=TaskKind.FOLLOW_UP, due_at=due_at, precision=Precision.DAY, holder=by)
        own = uuid5(dispatch.pk, f"follow-up {months}")  # once for each referral, also where two press at once
        with suppress(tasks.TaskMadeError):
            made.append(tasks.make(id=own, centre=dispatch.centre, enquiry=dispatch.enquiry, promise=promise, by=by))
    if made:
        audit.record(FOLLOWED, target=dispatch, by=by)
    return made


def _is_followed(dispatch: Dispatch, due_at: dt.datetime) -> bool:
    """Tell whether somebody has promised to ask the same person on the same day, be it after another referral."""
    if dispatch.enquiry is None:
        return False
    promised = Task.objects.through(enquiry=dispatch.enquiry)
    return promised.filter(Task.lives(), kind=TaskKind.FOLLOW_UP, due_at=due_at).exists()


def _demand(dispatch: Dispatch, by: User) -> None:
    if dispatch.kind not in WITH_OUTCOMES or not dispatch.has_left or not dispatch.is_reached_by(by):
        raise NotYourReferralError


def _stands(enquiry: Enquiry) -> bool:
    """Lock an enquiry, and tell whether the person has not taken a consent back: danger asks for none."""
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True)
    return standing.exclude(consent=Consent.WITHDRAWN).exists()
