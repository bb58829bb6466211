"""What left the house in the demonstration year, and the answers; two referrals of our own days."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.directory.content import ORGANISATION
from bereg.dispatch import drafting
from bereg.dispatch.changing import store_steps
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.forms import title_of
from bereg.dispatch.lists import (
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    DispatchStep,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.dispatch.queries import recipients
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.models import ReferenceEntry

OF_A_SORT = 3  # to whom what is of one kind goes: whoever refers has a few whom they know
EACH = 60  # one referral for so many enquiries
WORDS = "Женщине нужно место на ночь. Говорит по-узбекски. Перезвоните нам: мы соединим."
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
# What left in the last months before today: the kind, days ago, days to the answer, the answer. Without one it is
# overdue, or ended without any.
OF_OUR_DAYS: tuple[tuple[DispatchKind, int, int | None, str], ...] = (
    (DispatchKind.REFERRAL, 310, 2, RecipientAnswer.ACCEPTED),
    (DispatchKind.NOTICE, 280, 75, RecipientAnswer.NOTHING),
    (DispatchKind.REFERRAL, 230, 12, RecipientAnswer.WAITING),
    (DispatchKind.RESCUE, 190, 1, RecipientAnswer.ACTED),
    (DispatchKind.CHECK, 160, 45, RecipientAnswer.ACTED),
    (DispatchKind.CHECK, 140, 110, RecipientAnswer.ELSEWHERE),
    (DispatchKind.SEARCH, 120, 20, RecipientAnswer.NOTHING),
    (DispatchKind.REFERRAL, 100, None, DispatchResult.NO_ANSWER),
    (DispatchKind.NOTICE, 70, None, ""),
    (DispatchKind.CHECK, 50, None, ""),
    (DispatchKind.SEARCH, 40, None, ""),
)
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


def sample(centre: Centre) -> None:
    """Write what left one centre; the same every time. The words are long erased, their time being over."""
    signers = people_at(centre.pk, Permission.DISPATCH_AGREE)
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    chosen = agreed.select_related("centre", "assignee").order_by("number")[::EACH] if signers else []
    made = [left for each in chosen if (left := _of_enquiry(each, signers[0]))]
    Dispatch.objects.bulk_create(made, batch_size=500)
    store_steps([event for each in made for event in steps_of(each)])


def _sort(entry: ReferenceEntry) -> str:
    return str(entry.published.content.get("sort", "")) if entry.published else ""


def _bodies() -> list[ReferenceEntry]:
    # By name: their ids are others in each building of the year.
    known = sorted(recipients().filter(kind=ORGANISATION), key=lambda each: title_of(each, "ru"))
    return [each for each in known if each.published and not each.published.content.get("do_not_refer")]


def _bodies_for(kind: DispatchKind) -> list[ReferenceEntry]:
    known, found = _bodies(), []
    for sort in OF_KIND[kind]:
        found += [each for each in known if _sort(each) == sort][:OF_A_SORT]
    return found or known


def _of_enquiry(enquiry: Enquiry, signer: User) -> Dispatch | None:
    rng = Random(f"kind of {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    if enquiry.assignee is None:
        return None
    return past_dispatch(
        PastDispatch(
            key=enquiry.number,
            centre=enquiry.centre,
            enquiry=enquiry,
            kind=rng.choice([*[DispatchKind.REFERRAL] * 4, DispatchKind.RESCUE]),
            ground=DispatchGround.CONSENT,
            drafted_at=enquiry.opened_at + dt.timedelta(minutes=rng.randrange(10, 90)),
            by=enquiry.assignee,
            signer=signer,
        )
    )


def past_dispatch(past: PastDispatch) -> Dispatch | None:
    """Return what left, with its answer or without, not stored yet; None where the directory names nobody."""
    rng = Random(f"dispatch {past.key}")  # noqa: S311 - must be the same every time, and guards invented data alone
    to = _bodies_for(past.kind)
    if not to:
        return None
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
        signed_at=past.drafted_at,
        signed_by=past.signer,
        way=rng.choice([SendingWay.TELEPHONE, SendingWay.LETTER, SendingWay.MAIL]),
        sent_at=sent_at,
        sent_by=past.by,
        answer=rng.choice(ANSWERS_OF.get(past.kind, ANSWERS)) if is_answered else "",
        answered_at=answered_at,
        result=rng.choice(RESULTS) if is_answered else DispatchResult.NO_ANSWER,
        ended_at=(answered_at or sent_at) + dt.timedelta(days=rng.randrange(3, 30)),
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


def renew(centre: Centre) -> None:
    """Have some that left in the last year, answered or not, one that waits for a signature, one for its answer."""
    _renew_the_last_year(centre)
    _renew_the_last_days(centre)


def _renew_the_last_year(centre: Centre) -> None:
    """Have something on the page of recipients. No figures count it: the year that is counted is another."""
    now, enquiry, signers = timezone.now(), _latest(centre), people_at(centre.pk, Permission.DISPATCH_AGREE)
    stands = Dispatch.objects.of_centres([centre]).filter(enquiry=None, sent_at__gte=now - dt.timedelta(days=200))
    if stands.exists() or enquiry is None or enquiry.assignee is None or not signers:
        return
    made = []
    for number, (kind, days_ago, days, said) in enumerate(OF_OUR_DAYS):
        past = PastDispatch(
            key=f"{centre.code} {now.date()} {number}",
            centre=centre,
            enquiry=None if kind == DispatchKind.NOTICE else enquiry,
            kind=kind,
            ground=DispatchGround.MATTERS if kind == DispatchKind.NOTICE else DispatchGround.CONSENT,
            drafted_at=now - dt.timedelta(days=days_ago),
            by=enquiry.assignee,
            signer=signers[0],
        )
        if left := past_dispatch(past):
            made.append(_as_told(left, days, said))
    Dispatch.objects.bulk_create(made)


def _as_told(left: Dispatch, days: int | None, said: str) -> Dispatch:
    """Let it be answered after so many days, ended without an answer, or overdue."""
    sent_at = left.sent_at or left.drafted_at
    left.answer, left.answered_at, left.result, left.ended_at = "", None, "", None
    if days is not None:
        left.state, left.answer, left.answered_at = DispatchState.ANSWERED, said, sent_at + dt.timedelta(days=days)
    elif said:
        left.result, left.ended_at = said, sent_at + dt.timedelta(days=60)
    else:
        left.state, left.reply_due = DispatchState.SENT, (sent_at + dt.timedelta(days=30)).date()
    return left


def _renew_the_last_days(centre: Centre) -> None:
    """Let a referral wait for a signature, and one for its answer, where none of these days does."""
    today, now = today_at(centre), timezone.now()
    recent = Dispatch.objects.of_centres([centre]).filter(enquiry__isnull=False)
    recent = recent.filter(drafted_at__gte=now - dt.timedelta(days=7))
    enquiry = _latest(centre)
    to = _bodies_for(DispatchKind.REFERRAL)
    if recent.exists() or enquiry is None or enquiry.assignee is None or not to:
        return
    by = enquiry.assignee
    for number, what in enumerate(("waits for a signature", "waits for its answer")):
        wanted = Drafting(
            DispatchKind.REFERRAL, to[number % len(to)], DispatchGround.CONSENT, WORDS, carries=("topics",)
        )
        own = demonstration_id(f"dispatch that {what}", f"{enquiry.number} {today}")
        made = drafting.draft(id=own, centre=centre, enquiry=enquiry, drafting=wanted, by=by)
        if number:
            _left(made, by, today)


def _left(made: Dispatch, by: User, today: dt.date) -> None:
    """Let it have left yesterday; the answer is due tomorrow."""
    signers = people_at(made.centre_id, Permission.DISPATCH_AGREE)
    yesterday = timezone.now() - dt.timedelta(days=1)
    Dispatch.objects.of(made).update(
        state=DispatchState.SENT,
        signed_at=yesterday,
        signed_by=signers[0] if signers else by,
        way=SendingWay.TELEPHONE,
        sent_at=yesterday,
        sent_by=by,
        reply_due=today + dt.timedelta(days=1),
    )


def _latest(centre: Centre) -> Enquiry | None:
    """Return the latest enquiry of somebody at work that is open and with consent."""
    found = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, closed_at=None, mistake="")
    found = found.filter(assignee__isnull=False, assignee__closed_at=None).order_by("-number")
    return found.select_related("centre", "assignee", "questionnaire").first()
