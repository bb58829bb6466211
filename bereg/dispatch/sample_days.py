"""What left in the last year before today, answered or not, and two referrals of these days."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dispatch import drafting
from bereg.dispatch.choices import (
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_past import PastDispatch, bodies_for, latest_of, past_dispatch

WORDS = "Женщине нужно место на ночь. Говорит по-узбекски. Перезвоните нам: мы соединим."
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


def renew_the_last_year(centre: Centre) -> None:
    """Have something on the page of recipients. No figures count it: the year that is counted is another."""
    now, enquiry, signers = timezone.now(), latest_of(centre), people_at(centre.pk, Permission.DISPATCH_AGREE)
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


def renew_the_last_days(centre: Centre) -> None:
    """Let a referral wait for a signature, and one for its answer, where none of these days does."""
    today, now = today_at(centre), timezone.now()
    recent = Dispatch.objects.of_centres([centre]).filter(enquiry__isnull=False)
    recent = recent.filter(drafted_at__gte=now - dt.timedelta(days=7))
    enquiry = latest_of(centre)
    to = bodies_for(DispatchKind.REFERRAL)
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
