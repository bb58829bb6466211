"""How a letter of the demonstration year is made up: to whom, on what ground, with what answer, all by its key."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db.models import F

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.directory.content import ORGANISATION
from bereg.dispatch.choices import (
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    DispatchStep,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.dispatch.queries import recipients
from bereg.dispatch.sending import REVIEWED_WITHIN
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.models import ReferenceEntry
from bereg.vault.classes import Verdict

OF_A_SORT = 3  # to whom what is of one kind goes: whoever refers has a few whom they know
# To whom what goes: nobody asks a job centre for a rescue.
OF_KIND = {
    DispatchKind.REFERRAL: ("shelter", "ngo", "diaspora", "embassy"),
    DispatchKind.RESCUE: ("state",),
    DispatchKind.NOTICE: ("state",),
    DispatchKind.CHECK: ("state",),
    DispatchKind.SEARCH: ("diaspora", "ngo"),
}
DAYS = (1, 2, 3, 5, 9, 20, 45, 75, 120)
ANSWERS = (
    *[RecipientAnswer.ACCEPTED] * 4,
    *[RecipientAnswer.ACTED] * 2,
    RecipientAnswer.DECLINED,
    RecipientAnswer.WAITING,
    RecipientAnswer.NOTHING,
)
# Of a body that supervises others: nobody is accepted there, or waits.
OF_AUTHORITIES = (
    *[RecipientAnswer.ACTED] * 4,
    *[RecipientAnswer.NOTHING] * 2,
    RecipientAnswer.ELSEWHERE,
    RecipientAnswer.ASKS,
)
ANSWERS_OF = {
    DispatchKind.NOTICE: OF_AUTHORITIES,
    DispatchKind.CHECK: OF_AUTHORITIES,
    DispatchKind.SEARCH: (*[RecipientAnswer.NOTHING] * 3, RecipientAnswer.ELSEWHERE),
}
RESULTS = (*[DispatchResult.HELPED] * 3, DispatchResult.PARTLY, DispatchResult.NO_HELP)


@dataclass(frozen=True)
class PastDispatch:
    """One that left in the demonstration year. key: tells it from every other; enquiry: None of a notice."""

    key: str
    centre: Centre
    enquiry: Enquiry | None
    kind: DispatchKind
    ground: DispatchGround
    drafted_at: dt.datetime
    by: User
    signer: User


def _sort(entry: ReferenceEntry) -> str:
    return str(entry.published.content.get("sort", "")) if entry.published else ""


def _bodies() -> list[ReferenceEntry]:
    # By name: their ids are others in each building of the year.
    known = sorted(recipients().filter(kind=ORGANISATION), key=lambda each: title_of(each, "ru"))
    return [each for each in known if each.published and not each.published.content.get("do_not_refer")]


def bodies_of(sort: str) -> list[ReferenceEntry]:
    """Return the bodies of a sort to which somebody may be referred."""
    return [each for each in _bodies() if _sort(each) == sort]


def bodies_for(kind: DispatchKind) -> list[ReferenceEntry]:
    known, found = _bodies(), []
    for sort in OF_KIND[kind]:
        found += [each for each in known if _sort(each) == sort][:OF_A_SORT]
    return found or known


def past_dispatch(past: PastDispatch) -> Dispatch | None:
    """Return what left, with its answer or without, not stored yet; None where the directory names nobody."""
    rng = Random(f"dispatch {past.key}")  # noqa: S311 - must be the same every time, and guards invented data alone
    to = bodies_for(past.kind)
    if not to:
        return None
    is_alone = past.ground == DispatchGround.DANGER  # in danger one person sends it, and a colleague looks at it later
    sent_at, is_answered = past.drafted_at + dt.timedelta(minutes=rng.randrange(30, 300)), rng.random() < 0.8
    answered_at = sent_at + dt.timedelta(days=rng.choice(DAYS)) if is_answered else None
    recipient = rng.choice(to)
    return Dispatch(
        id=demonstration_id("dispatch", past.key),
        centre=past.centre,
        enquiry=past.enquiry,
        kind=past.kind,
        recipient=recipient,
        recipient_sort=_sort(recipient),
        ground=past.ground,
        carries="topics language" if past.ground == DispatchGround.CONSENT else "",
        state=DispatchState.ENDED,
        drafted_at=past.drafted_at,
        drafted_by=past.by,
        signed_at=None if is_alone else past.drafted_at,
        signed_by=None if is_alone else past.signer,
        way=rng.choice([SendingWay.TELEPHONE, SendingWay.LETTER, SendingWay.MAIL]),
        sent_at=sent_at,
        sent_by=past.by,
        answer=rng.choice(ANSWERS_OF.get(past.kind, ANSWERS)) if is_answered else "",
        answered_at=answered_at,
        result=rng.choice(RESULTS) if is_answered else DispatchResult.NO_ANSWER,
        ended_at=(answered_at or sent_at) + dt.timedelta(days=rng.randrange(3, 30)),
        review_by=sent_at + REVIEWED_WITHIN if is_alone else None,
        reviewed_by=past.signer if is_alone else None,
        reviewed_at=sent_at + REVIEWED_WITHIN / 2 if is_alone else None,
        verdict=Verdict.JUSTIFIED if is_alone else "",
        version=4,
    )


def steps_of(made: Dispatch) -> list[DispatchEvent]:
    """Return the steps of what left in the year, not stored yet."""
    sent_at, answered_at = made.sent_at or made.drafted_at, made.answered_at
    found = [_event(made, DispatchStep.SENT, sent_at)]
    if answered_at:
        days = (answered_at - sent_at).days
        found.append(_event(made, DispatchStep.ANSWERED, answered_at, made.answer, days))
    return [*found, _event(made, DispatchStep.ENDED, made.ended_at or sent_at, made.result)]


def _event(
    made: Dispatch, step: DispatchStep, at: dt.datetime, code: str = "", days: int | None = None
) -> DispatchEvent:
    return DispatchEvent(
        id=demonstration_id("dispatch step", f"{made.pk} {step}"),
        centre_id=made.centre_id,
        enquiry_id=made.enquiry_id,
        dispatch=made,
        step=step,
        code=code,
        at=at,
        days=days,
    )


def latest_of(centre: Centre) -> Enquiry | None:
    """Return the latest enquiry of somebody at work that is open and with consent."""
    return agreed_at(centre).filter(closed_at=None).first()


def agreed_at(centre: Centre) -> CentreBound[Enquiry]:
    """Return those with consent that somebody at work has: open ones first, the latest first."""
    found = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, mistake="")
    found = found.filter(assignee__isnull=False, assignee__closed_at=None)
    found = found.order_by(F("closed_at").desc(nulls_first=True), "-number")
    return found.select_related("centre", "assignee", "questionnaire")
