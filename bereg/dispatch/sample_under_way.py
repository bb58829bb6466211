"""What a centre has under way: on every ground, alone or by two, on a waiting list, called back. All is invented."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dispatch import answering, drafting, sending
from bereg.dispatch.access import may_draft, may_send_alone
from bereg.dispatch.choices import (
    DispatchGround,
    DispatchKind,
    DispatchState,
    RecipientAnswer,
    SendingWay,
    answered_within,
)
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_past import agreed_at, bodies_of
from bereg.dispatch.sending import Sending
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.shifts.on_duty import on_duty
from bereg.vault.classes import Verdict

EVERY = dt.timedelta(days=7)  # how often something of this is added, where none of the last days stands


@dataclass(frozen=True)
class Invented:
    """What is to leave, to whom, and how. sorts: of bodies, the first that the directory knows."""

    key: str
    kind: DispatchKind
    ground: DispatchGround
    sorts: tuple[str, ...]
    content: str
    reason: str = ""
    way: SendingWay = SendingWay.TELEPHONE
    carries: tuple[str, ...] = ()


ALONE = (
    Invented(
        "rescue that waits for its review",
        DispatchKind.RESCUE,
        DispatchGround.DANGER,
        ("police", "state"),
        "Вымышленная просьба: людей не выпускают со склада. Где он, скажем по телефону.",
        "Вымышленная причина: слышны угрозы, второго человека ждать нельзя.",
    ),
    Invented(
        "referral that was reviewed",
        DispatchKind.REFERRAL,
        DispatchGround.DANGER,
        ("shelter",),
        "Вымышленная просьба: женщине с ребёнком нужно место этой ночью.",
        "Вымышленная причина: она на улице, на улице мороз.",
    ),
)
FOR_A_CHILD = Invented(
    "for a child",
    DispatchKind.REFERRAL,
    DispatchGround.CHILD,
    ("state",),
    "Вымышленная просьба: подростка заставляют работать по ночам. Просим проверить, как он живёт.",
    "Вымышленная причина: спросить родителей – значит поставить ребёнка под удар.",
)
BY_TWO = (
    Invented(
        "answer to a court",
        DispatchKind.COURT,
        DispatchGround.COURT,
        ("court", "state"),
        "По вымышленному запросу суда: обращение было, в нём говорится о невыплате зарплаты.",
        "Вымышленное определение суда № 00-00: сообщить, было ли обращение и о чём.",
        way=SendingWay.LETTER,
    ),
    Invented(
        "copy of a case",
        DispatchKind.EXPORT,
        DispatchGround.CONSENT,
        ("ngo",),
        "Вымышленная выписка: человек просит передать её своему новому юристу.",
        way=SendingWay.BY_HAND,
        carries=("topics", "language"),
    ),
    Invented(
        "link that is answered",
        DispatchKind.REFERRAL,
        DispatchGround.CONSENT,
        ("ngo",),
        "Вымышленная просьба: нужна консультация о восстановлении документов.",
        way=SendingWay.LINK,
        carries=("topics",),
    ),
    Invented(
        "link that is not opened yet",
        DispatchKind.REFERRAL,
        DispatchGround.CONSENT,
        ("shelter",),
        "Вымышленная просьба: нужно место на две недели, с понедельника.",
        way=SendingWay.LINK,
        carries=("topics",),
    ),
)
WAITING = Invented(
    "waiting list",
    DispatchKind.REFERRAL,
    DispatchGround.CONSENT,
    ("shelter",),
    "Вымышленная просьба: нужно место на месяц, можно с пятницы.",
    carries=("topics",),
)
CALLED_BACK = Invented(
    "called back",
    DispatchKind.REFERRAL,
    DispatchGround.CONSENT,
    ("ngo",),
    "Вымышленная просьба: человеку нужна помощь с вещами и билетом.",
    carries=("topics",),
)


def renew_under_way(centre: Centre) -> None:
    """Have what is under way, where nothing of the last days is; and one that was called back, once."""
    since = timezone.now() - EVERY
    recent = Dispatch.objects.of_centres([centre]).filter(review_by__isnull=False, drafted_at__gte=since)
    if not recent.exists():
        _send_alone(centre)
        _by_two(centre)
    if not Dispatch.objects.of_centres([centre]).filter(state=DispatchState.REVOKED).exists():
        _call_back(centre)


def _send_alone(centre: Centre) -> None:
    reviewers = people_at(centre.pk, Permission.DISPATCH_AGREE)  # nobody reviews their own: the others come first
    at_work = (shift.person for shift in on_duty(centre, timezone.now()))
    duty = min(at_work, key=lambda each: each in reviewers, default=None)
    agreed = agreed_at(centre)
    enquiry = (agreed.filter(assignee=duty).first() if duty else None) or agreed.first()
    for number, invented in enumerate(ALONE):
        by = duty or (enquiry.assignee if enquiry else None)
        made = _drafted(invented, enquiry, by)
        if made is None or by is None or not may_send_alone(by, made):
            return
        sending.send_alone(dispatch=made, version=made.version, sending=_sending(invented, centre), by=by)
        reviewer = _second(_now(made))
        if number and reviewer:
            sending.review(dispatch=_now(made), verdict=Verdict.JUSTIFIED, by=reviewer)


def _by_two(centre: Centre) -> None:
    """Let some leave, signed by two, one of them on a waiting list; one waits for the second person."""
    enquiry = agreed_at(centre).filter(assignee__role=Role.LAWYER).first()
    if made := _drafted(FOR_A_CHILD, enquiry):
        _sign(made)
    for invented in BY_TWO:
        _send(invented, enquiry)
    if waits := _send(WAITING, enquiry):
        _note_waiting_list(waits)


def _note_waiting_list(made: Dispatch) -> None:
    until = today_at(made.centre) + dt.timedelta(days=5)
    reply = answering.Reply(RecipientAnswer.WAITING, "Вымышленный ответ: мест нет, в пятницу одно освободится.", until)
    if made.drafted_by:
        answering.note_reply(dispatch=made, version=made.version, reply=reply, by=made.drafted_by)


def _call_back(centre: Centre) -> None:
    """Let somebody take the consent back after a referral left. Of a closed month, so that no figure changes."""
    counted = agreed_at(centre).filter(assignee__role=Role.LAWYER, counted_in__isnull=False)
    made = _send(CALLED_BACK, counted.first())
    if made and made.enquiry and made.drafted_by:
        withdraw_consent(enquiry=made.enquiry, by=made.drafted_by)


def _send(invented: Invented, enquiry: Enquiry | None) -> Dispatch | None:
    """Draft it, let two sign it, and let it leave. Return it as it stands then."""
    made = _drafted(invented, enquiry)
    if made is None or not _sign(made):
        return None
    signed = _now(made)
    asked, second = drafting.asked_for(signed), _second(signed)
    if asked is None or second is None or signed.signed_by is None:
        return None
    approvals.decide(approval=asked, agrees=True, by=second)
    how = _sending(invented, signed.centre)
    sending.send(dispatch=signed, version=signed.version, sending=how, by=signed.signed_by)
    return _now(signed)


def _drafted(invented: Invented, enquiry: Enquiry | None, by: User | None = None) -> Dispatch | None:
    """Draft it once a day. by: if not who has the enquiry. None where nobody can, or there is no such body."""
    to, by = _body(invented.sorts), by or (enquiry.assignee if enquiry else None)
    if enquiry is None or by is None or to is None or not may_draft(by, enquiry):
        return None
    own = demonstration_id(f"dispatch: {invented.key}", f"{enquiry.centre.code} {today_at(enquiry.centre)}")
    wanted = Drafting(
        invented.kind, to, invented.ground, invented.content, reason=invented.reason, carries=invented.carries
    )
    if Dispatch.objects.of_centres([enquiry.centre]).filter(pk=own).exists():
        return None
    return drafting.draft(id=own, centre=enquiry.centre, enquiry=enquiry, drafting=wanted, by=by)


def _body(sorts: tuple[str, ...]) -> ReferenceEntry | None:
    return next((each for sort in sorts for each in bodies_of(sort)), None)


def _sign(made: Dispatch) -> bool:
    """Sign it, if who drafted it may, and there is a second person."""
    by = made.drafted_by
    if by is None or _second(made) is None:
        return False
    drafting.sign(dispatch=made, version=made.version, by=by)
    return True


def _second(made: Dispatch) -> User | None:
    """Return a supervisor who did not write or send it."""
    known = {made.drafted_by_id, made.sent_by_id, made.signed_by_id}
    return next((each for each in people_at(made.centre_id, Permission.DISPATCH_AGREE) if each.pk not in known), None)


def _sending(invented: Invented, centre: Centre) -> Sending:
    is_asked = invented.kind not in {DispatchKind.COURT, DispatchKind.EXPORT}
    return Sending(invented.way, today_at(centre) + answered_within(invented.kind) if is_asked else None)


def _now(made: Dispatch) -> Dispatch:
    beside = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published")
    people = ("drafted_by", "signed_by", "sent_by")
    return Dispatch.objects.of(made).select_related(*beside, *people).get()
