"""What a notice may be about: matters of one kind, region and whole quarter, enough of them, and none that said no."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.conf import settings

from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.dispatch.choices import DispatchState
from bereg.enquiries.outcomes import Consent
from bereg.transfers.matters import roots_of
from bereg.violations.choices import ViolationKind
from bereg.violations.models import MatterRefusal, NoticeMatter, Violation
from bereg.violations.quarters import is_over

AGREEING = (Consent.YES, Consent.NOT_ASKED)


@dataclass(frozen=True)
class NoticeCell:
    """Kind, region and quarter at one centre."""

    centre: Centre
    kind: str
    region: str
    quarter: dt.date

    @property
    def code(self) -> str:
        """Return how a page names it."""
        return f"{self.kind}_{self.region}_{self.quarter.isoformat()}"

    @classmethod
    def of(cls, centre: Centre, code: str) -> Self | None:
        """Return what a page named; None where it names nothing."""
        kind, _, rest = code.partition("_")
        region, _, quarter = rest.rpartition("_")
        try:
            return cls(centre, ViolationKind(kind).value, region, dt.date.fromisoformat(quarter))
        except ValueError:
            return None


@dataclass(frozen=True)
class Enough:
    """A cell with the matters that a notice of it would use: the root of each, with one of its enquiries."""

    cell: NoticeCell
    matters: dict[UUID, UUID]
    signs: list[str]  # those that are noted of as many matters as a notice needs


def enough_at(centre: Centre) -> list[Enough]:
    """Return the cells of a centre for which there are enough matters, the latest quarter first."""
    every = Violation.objects.of_centres([centre]).filter(enquiry__mistake="", enquiry__consent__in=AGREEING)
    rows = list(every.exclude(region="").values_list("kind", "region", "quarter", "enquiry_id", "signs"))
    rows = [row for row in rows if is_over(row[2], centre)]
    roots = roots_of(row[3] for row in rows)
    barred, used = refusing_roots(), _used()
    groups: dict[NoticeCell, dict[UUID, tuple[UUID, set[str]]]] = defaultdict(dict)
    for kind, region, quarter, enquiry, signs in rows:
        root = roots[enquiry]
        if root not in barred and (kind, root) not in used:
            matters = groups[NoticeCell(centre, kind, region, quarter)]
            first, noted = matters.get(root, (enquiry, set()))
            matters[root] = first, noted | set(signs)
    found = [_enough(cell, matters) for cell, matters in groups.items() if len(matters) >= settings.NOTICE_MATTERS]
    return sorted(found, key=lambda each: (each.cell.quarter, each.cell.code), reverse=True)


def _enough(cell: NoticeCell, matters: dict[UUID, tuple[UUID, set[str]]]) -> Enough:
    counts = Counter(sign for _enquiry, noted in matters.values() for sign in noted)
    signs = sorted(sign for sign, count in counts.items() if count >= settings.NOTICE_MATTERS)
    return Enough(cell, {root: enquiry for root, (enquiry, _noted) in matters.items()}, signs)


def enough_of(cell: NoticeCell) -> Enough | None:
    """Return the matters of a cell; None where there are not enough, any more or still."""
    return next((each for each in enough_at(cell.centre) if each.cell == cell), None)


@beyond("transfer")
def refusing_roots() -> set[UUID]:
    """Return the matters of which somebody said no, at whatever centre: they are in no notice of any kind."""
    refused = MatterRefusal.objects.everywhere(because="transfer").values_list("enquiry_id", flat=True)
    return set(roots_of(refused).values())


@beyond("transfer")
def _used() -> set[tuple[str, UUID]]:
    """Return which matters are in a notice of which kind. One that was stopped before it left uses none."""
    every = NoticeMatter.objects.everywhere(because="transfer").exclude(notice__dispatch__state=DispatchState.STOPPED)
    return set(every.values_list("kind", "matter"))


@beyond("transfer")
def still_standing(matters: Iterable[NoticeMatter]) -> int:
    """Count the matters that a notice may still use: nobody said no or withdrew, and each is of its cell still."""
    own = list(matters)
    barred = refusing_roots()
    every = Violation.objects.everywhere(because="transfer").filter(
        enquiry__in=[each.enquiry_id for each in own], enquiry__mistake="", enquiry__consent__in=AGREEING
    )
    standing = set(every.values_list("kind", "region", "quarter", "enquiry_id"))
    cells = [(each.kind, each.notice.region, each.notice.quarter, each.enquiry_id) for each in own]
    return sum(each.matter not in barred and cell in standing for each, cell in zip(own, cells, strict=True))
