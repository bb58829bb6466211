"""Broken glass in words, for who reviews it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.emergency_access.models import BreakGlass
from bereg.emergency_access.records import record_of


@dataclass(frozen=True)
class OpeningLine:
    """One broken glass: whose, of which record, and how far its review is."""

    id: UUID
    who: str
    number: str
    centre: str
    opened_at: dt.datetime
    ended_at: dt.datetime
    review_by: dt.datetime
    is_own: bool
    is_overdue: bool
    verdict: str
    reviewed_by: str
    is_reviewed_by_tied: bool
    waits: bool  # for the reader, or for anybody

    @property
    def state(self) -> str:
        """Say how far the review is."""
        if self.verdict:
            return self.verdict
        return _("review overdue") if self.is_overdue else _("waiting for review")

    @property
    def state_kind(self) -> str:
        """Return the colour that stands beside the word."""
        return "off" if self.verdict else "late" if self.is_overdue else "soon"


def line_of(opening: BreakGlass, reader: User) -> OpeningLine:
    """Say in words what was opened. The number is shown, no text."""
    record, tied = record_of(opening), opening.is_reviewed_by_tied()
    return OpeningLine(
        id=opening.pk,
        who=str(opening.by),
        number=str(record) if record else "–",
        centre=str(opening.centre),
        opened_at=opening.opened_at,
        ended_at=opening.ended_at or opening.ends_at,
        review_by=opening.review_by,
        is_own=opening.by_id == reader.pk,
        is_overdue=not opening.verdict and opening.review_by <= timezone.now(),
        verdict=opening.get_verdict_display(),
        reviewed_by=str(opening.reviewed_by or ""),
        is_reviewed_by_tied=tied,
        waits=not opening.verdict or (tied and opening.waits_for(reader)),
    )
