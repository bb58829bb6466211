"""Reading of what came of referrals, limited to what the person may see."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.dispatch.lists import RecipientAnswer
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatches_for
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals.lists import WITH_OUTCOMES
from bereg.referrals.models import ReferralIn, ReferralOutcome

UP_TO_DAYS = (30, 60, 90)


def outcomes_of(dispatch: Dispatch) -> QuerySet[ReferralOutcome]:
    """Return what came of a dispatch at hand, the first first."""
    found = ReferralOutcome.objects.through(dispatch=dispatch).select_related("entered_by")
    return found.order_by("happened_on", "entered_at")


def outcomes_on(enquiry: Enquiry) -> QuerySet[ReferralOutcome]:
    """Return what came of all referrals of an enquiry at hand."""
    found = ReferralOutcome.objects.through(enquiry=enquiry).select_related("entered_by", "dispatch")
    return found.order_by("happened_on", "entered_at")


def outcome_for(person: User, pk: UUID) -> ReferralOutcome | None:
    """Return one of a dispatch that somebody sees."""
    found = ReferralOutcome.objects.through(dispatch__in=dispatches_for(person)).filter(pk=pk)
    return found.select_related("dispatch__enquiry__centre", "dispatch__enquiry__assignee", "dispatch__centre").first()


def came_in(enquiry: Enquiry) -> ReferralIn | None:
    """Return who referred the person of an enquiry at hand."""
    return ReferralIn.objects.through(enquiry=enquiry).select_related("partner__published").first()


def referable(person: User, pk: UUID) -> Dispatch | None:
    """Return a referral or rescue request that somebody sees and that has left."""
    found = dispatches_for(person).filter(pk=pk, kind__in=WITH_OUTCOMES, sent_at__isnull=False)
    return found.first()


@dataclass
class BodyLine:
    """What went to one body, or came from it, in a time. bands: answers within 30, 60, 90 days, and later."""

    body: ReferenceEntry
    sent: int = 0
    answered: int = 0
    acted: int = 0
    overdue: int = 0
    received: int = 0
    bands: list[int] = field(default_factory=lambda: [0, 0, 0, 0])


def by_body(person: User, begins: dt.date, ends: dt.date, today: dt.date) -> list[BodyLine]:
    """Return each body to which something went, or from which somebody came, the one with most first."""
    centres = own_centres(person)
    lines: dict[UUID, BodyLine] = {}
    for each in _sent(centres, begins, ends):
        line = lines.setdefault(each.recipient_id, BodyLine(each.recipient))
        line.sent += 1
        line.acted += each.answer == RecipientAnswer.ACTED
        if each.answered_at and each.sent_at:
            line.answered += 1
            line.bands[_band((each.answered_at - each.sent_at).days)] += 1
        elif each.reply_due and each.reply_due < today:
            line.overdue += 1
    for came in _received(centres, begins, ends):
        lines.setdefault(came.partner_id, BodyLine(came.partner)).received += 1
    return sorted(lines.values(), key=lambda line: (-line.sent - line.received, str(line.body.pk)))


def _sent(centres: Collection[Centre], begins: dt.date, ends: dt.date) -> QuerySet[Dispatch]:
    found = Dispatch.objects.of_centres(centres).filter(sent_at__date__gte=begins, sent_at__date__lt=ends)
    columns = ("recipient", "answer", "answered_at", "sent_at", "reply_due")
    return found.select_related("recipient__published").only(*columns, "recipient__published")


def _received(centres: Collection[Centre], begins: dt.date, ends: dt.date) -> QuerySet[ReferralIn]:
    found = ReferralIn.objects.of_centres(centres).filter(came_on__gte=begins, came_on__lt=ends)
    return found.select_related("partner__published")


def _band(days: int) -> int:
    return sum(days > most for most in UP_TO_DAYS)


def outputs(person: User, begins: dt.date, ends: dt.date) -> list[tuple[str, int, int | None]]:
    """Return what came of all referrals in a time: the kind of outcome, how many, and of how many people."""
    found = ReferralOutcome.objects.of_centres(own_centres(person))
    found = found.filter(happened_on__gte=begins, happened_on__lt=ends)
    return list(found.values_list("kind").annotate(many=Count("pk"), of=Sum("how_many")).order_by("-many", "kind"))


def trend(person: User, begins: dt.date, ends: dt.date) -> list[tuple[dt.date, int, int]]:
    """Return by month how much was sent, and how much was answered, each in its own month."""
    both: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for moment in ("sent_at", "answered_at"):
        found = Dispatch.objects.of_centres(own_centres(person))
        found = found.filter(**{f"{moment}__date__gte": begins, f"{moment}__date__lt": ends})
        for at in found.values_list(moment, flat=True):
            both[at.date().replace(day=1)][moment] += 1
    return [(month, count["sent_at"], count["answered_at"]) for month, count in sorted(both.items())]
