"""What each body did with what it got: exact numbers, for the staff alone."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.centres.clock import day_of, zone_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.quarters import quarter_of
from bereg.dispatch.choices import DispatchKind, DispatchState, DispatchStep, RecipientAnswer
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.dispatch.universe import BANDS, UP_TO_DAYS
from bereg.reference.models import ReferenceEntry
from bereg.referrals.models import ReferralIn

OF_SORT = "sort:"
READ = ("recipient", "recipient_sort", "kind", "state", "drafted_at", "sent_at", "reply_due", "answer", "answered_at")


@dataclass
class Done:
    """What was done with some of what left. bands: answers within 30, 60, 90 days, and later."""

    sent: int = 0
    answered: int = 0
    acted: int = 0
    overdue: int = 0
    never: int = 0  # ended without any answer
    bands: list[int] = field(default_factory=lambda: [0] * len(BANDS))

    @property
    def by_band(self) -> list[tuple[StrOrPromise, int]]:
        """Return how many were answered in each time."""
        return [(label, count) for (_code, label), count in zip(BANDS, self.bands, strict=True)]

    def add(self, left: "LeftDispatch") -> None:
        """Count one."""
        self.sent += 1
        self.acted += left.is_acted_on
        self.overdue += left.is_overdue
        self.never += left.was_never_answered
        if left.band is not None:
            self.answered += 1
            self.bands[left.band] += 1


@dataclass(frozen=True)
class LeftDispatch:
    """One dispatch that left, as it is counted. band: of the time to its first answer; None: there is none."""

    recipient: ReferenceEntry
    sort: str
    kind: str
    quarter: dt.date
    band: int | None
    is_acted_on: bool
    is_overdue: bool
    was_never_answered: bool


@dataclass
class BodyGroup:
    """What went to one body, or to one kind of body: all of it, and by kind of dispatch."""

    about: Any
    total: Done = field(default_factory=Done)
    kinds: dict[str, Done] = field(default_factory=dict)

    def add(self, left: LeftDispatch) -> None:
        """Count one."""
        self.total.add(left)
        self.kinds.setdefault(left.kind, Done()).add(left)


@dataclass(frozen=True)
class Mutual:
    """Referrals between a partner and us, both ways."""

    partner: ReferenceEntry
    to_us: int
    to_them: int


@dataclass(frozen=True)
class Accounts:
    """What a supervisor asks of a time, of what left in it."""

    total: Done  # of the quarters
    by_body: list[BodyGroup]  # about: the entry of the directory
    by_sort: list[BodyGroup]  # about: the code of the kind of body, as it was when it left
    by_quarter: list[tuple[dt.date, Done]]  # of the body, kind of body and kind of dispatch that were chosen
    partners: list["Mutual"]


@dataclass(frozen=True)
class TrendOf:
    """Of what the quarters are shown. whom: the id of a body, or a kind of body after OF_SORT; "": of all."""

    whom: str = ""
    kind: str = ""

    def takes(self, left: LeftDispatch) -> bool:
        """Tell whether one is counted there."""
        is_of_kind = self.kind in {"", left.kind}
        return is_of_kind and self.whom in {"", str(left.recipient.pk), f"{OF_SORT}{left.sort}"}


def accounts(person: User, begins: dt.date, ends: dt.date, today: dt.date, trend_of: TrendOf = TrendOf()) -> Accounts:
    """Count what left somebody's centres from one day to before another, each by the clock of its centre."""
    sent = list(_sent(person, begins, ends, today))
    chosen = [left for left in sent if trend_of.takes(left)]
    bodies = _grouped(sent, lambda left: left.recipient)
    by_body = sorted(bodies.values(), key=lambda group: (-group.total.sent, str(group.about.pk)))
    sorts = _grouped(sent, lambda left: left.sort)
    by_sort = sorted(sorts.values(), key=lambda group: (-group.total.sent, group.about))
    mutual = _mutual(sent, Counter(_partners(person, begins, ends)))
    return Accounts(_done(chosen), by_body, by_sort, _by_quarter(chosen), mutual)


def _done(sent: Iterable[LeftDispatch]) -> Done:
    found = Done()
    for left in sent:
        found.add(left)
    return found


def _mutual(sent: Iterable[LeftDispatch], to_us: Counter[ReferenceEntry]) -> list[Mutual]:
    to_them = Counter(left.recipient for left in sent if left.kind == DispatchKind.REFERRAL)
    found = [Mutual(each, to_us[each], to_them[each]) for each in to_us | to_them]
    return sorted(found, key=lambda each: (-each.to_us, -each.to_them, str(each.partner.pk)))


def _grouped(sent: Iterable[LeftDispatch], about: Callable[[LeftDispatch], Any]) -> dict[Any, BodyGroup]:
    found: dict[Any, BodyGroup] = {}
    for left in sent:
        found.setdefault(about(left), BodyGroup(about(left))).add(left)
    return found


def _by_quarter(sent: Iterable[LeftDispatch]) -> list[tuple[dt.date, Done]]:
    found: dict[dt.date, Done] = {}
    for left in sent:
        found.setdefault(left.quarter, Done()).add(left)
    return sorted(found.items())


def _sent(person: User, begins: dt.date, ends: dt.date, today: dt.date) -> Iterator[LeftDispatch]:
    """Yield what left, as the figures count it: what was about a mistake is left out."""
    counts = Q(enquiry=None) | Q(enquiry__mistake="")
    for centre in own_centres(person):
        first, last = day_of(centre, begins)[0], day_of(centre, ends)[0]
        found = Dispatch.objects.of_centres([centre]).filter(counts, sent_at__gte=first, sent_at__lt=last)
        answers = DispatchEvent.objects.through(dispatch__in=found).filter(step=DispatchStep.ANSWERED)
        days = dict(answers.values_list("dispatch", "days"))
        for each in found.select_related("recipient__published").only(*READ, "recipient__published"):
            yield _left(each, centre, days.get(each.pk), today)


def _left(each: Dispatch, centre: Centre, days: int | None, today: dt.date) -> LeftDispatch:
    """Return how one is counted. days: to its first answer, which stay when its moments are cut to the month."""
    sent_at = each.sent_at or each.drafted_at
    if days is None and each.answered_at:
        days = (each.answered_at - sent_at).days
    return LeftDispatch(
        recipient=each.recipient,
        sort=each.recipient_sort,
        kind=each.kind,
        quarter=quarter_of(sent_at.astimezone(zone_of(centre)).date()),
        band=None if days is None else sum(days > most for most in UP_TO_DAYS),
        is_acted_on=each.answer == RecipientAnswer.ACTED,
        is_overdue=each.reply_due is not None and each.reply_due < today,
        was_never_answered=each.state == DispatchState.ENDED and days is None,
    )


def _partners(person: User, begins: dt.date, ends: dt.date) -> Iterator[ReferenceEntry]:
    found = ReferralIn.objects.of_centres(own_centres(person)).filter(came_on__gte=begins, came_on__lt=ends)
    for came in found.filter(enquiry__mistake="").select_related("partner__published"):
        yield came.partner
