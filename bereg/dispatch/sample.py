"""What left the house in the demonstration year, and the answers; two referrals of our own days."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dispatch import drafting
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

EACH = 60  # one referral for so many enquiries
WORDS = "Женщине нужно место на ночь. Говорит по-узбекски. Перезвоните нам: мы соединим."
# To whom what goes: nobody asks a job centre for a rescue.
OF_KIND = {DispatchKind.REFERRAL: {"shelter", "ngo", "diaspora", "embassy"}, DispatchKind.RESCUE: {"state"}}
DAYS = (1, 2, 3, 5, 9, 20, 45, 75, 120)
ANSWERS = (
    *[RecipientAnswer.ACCEPTED] * 4,
    *[RecipientAnswer.ACTED] * 2,
    RecipientAnswer.DECLINED,
    RecipientAnswer.WAITING,
    RecipientAnswer.NOTHING,
)
RESULTS = (*[DispatchResult.HELPED] * 3, DispatchResult.PARTLY, DispatchResult.NO_HELP)


def sample(centre: Centre) -> None:
    """Write what left one centre; the same every time. The words are long erased, their time being over."""
    to, signers = _bodies(), people_at(centre.pk, Permission.DISPATCH_AGREE)
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    chosen = agreed.select_related("centre", "assignee").order_by("number")[::EACH]
    made = [_dispatch(each, to, signers[0]) for each in chosen] if to and signers else []
    Dispatch.objects.bulk_create(made, batch_size=500)
    DispatchEvent.objects.bulk_create([event for each in made for event in _events(each)], batch_size=500)


def _sort(entry: ReferenceEntry) -> str:
    return str(entry.published.content.get("sort", "")) if entry.published else ""


def _bodies() -> list[ReferenceEntry]:
    # By name: their ids are others in each building of the year.
    known = sorted(recipients(), key=lambda each: title_of(each, "ru"))
    return [each for each in known if each.published and not each.published.content.get("do_not_refer")]


def _dispatch(enquiry: Enquiry, to: Sequence[ReferenceEntry], signer: User) -> Dispatch:
    rng = Random(f"dispatch {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    kind = rng.choice([*[DispatchKind.REFERRAL] * 4, DispatchKind.RESCUE])
    drafted_at = enquiry.opened_at + dt.timedelta(minutes=rng.randrange(10, 90))
    sent_at, is_answered = drafted_at + dt.timedelta(minutes=rng.randrange(30, 300)), rng.random() < 0.8
    answered_at = sent_at + dt.timedelta(days=rng.choice(DAYS)) if is_answered else None
    recipient = rng.choice([each for each in to if _sort(each) in OF_KIND[kind]] or list(to))
    return Dispatch(
        id=demonstration_id("dispatch", enquiry.number),
        centre=enquiry.centre,
        enquiry=enquiry,
        kind=kind,
        recipient=recipient,
        recipient_sort=_sort(recipient),
        ground=DispatchGround.CONSENT,
        carries="topics language",
        state=DispatchState.ENDED,
        drafted_at=drafted_at,
        drafted_by=enquiry.assignee,
        signed_at=drafted_at,
        signed_by=signer,
        way=rng.choice([SendingWay.TELEPHONE, SendingWay.LETTER, SendingWay.MAIL]),
        sent_at=sent_at,
        sent_by=enquiry.assignee,
        answer=rng.choice(ANSWERS) if is_answered else "",
        answered_at=answered_at,
        result=rng.choice(RESULTS) if is_answered else DispatchResult.NO_ANSWER,
        ended_at=(answered_at or sent_at) + dt.timedelta(days=rng.randrange(3, 30)),
        version=4,
    )


def _events(made: Dispatch) -> list[DispatchEvent]:
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
    """Let a referral wait for a signature, and one for its answer, where none of these days does."""
    today, now = today_at(centre), timezone.now()
    recent = Dispatch.objects.of_centres([centre]).filter(enquiry__isnull=False)
    recent = recent.filter(drafted_at__gte=now - dt.timedelta(days=7))
    enquiry = _latest(centre)
    to = [each for each in _bodies() if _sort(each) in OF_KIND[DispatchKind.REFERRAL]]
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
