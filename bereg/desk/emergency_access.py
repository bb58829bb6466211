"""Broken glass in words: for the list of who reviews it, and for the banner."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import kinds
from bereg.emergency_access import break_glass
from bereg.enquiries.emergency_texts import opened


@dataclass(frozen=True)
class OpeningLine:
    """One broken glass: whose, of which enquiry, and how far its review is."""

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

    @property
    def state(self) -> str:
        """Say how far the review is."""
        if self.verdict:
            return self.verdict
        return _("review overdue") if self.is_overdue else _("waits for a review")

    @property
    def state_kind(self) -> str:
        """Return the colour that stands beside the word."""
        return "off" if self.verdict else "late" if self.is_overdue else "soon"


def line_of(opening: Any, reader: Any) -> OpeningLine:
    """Say in words what was opened. The number is shown, no text."""
    enquiry = opened(opening.record)
    return OpeningLine(
        id=opening.pk,
        who=str(opening.by),
        number=enquiry.number if enquiry else "–",
        centre=str(opening.centre),
        opened_at=opening.opened_at,
        ended_at=opening.ended_at or opening.ends_at,
        review_by=opening.review_by,
        is_own=opening.by_id == reader.pk,
        is_overdue=not opening.verdict and opening.review_by <= timezone.now(),
        verdict=opening.get_verdict_display(),
        reviewed_by=str(opening.reviewed_by or ""),
    )


def _words(target: str) -> str:
    opening = break_glass.of(UUID(target))
    return _("%(name)s broke the glass of an enquiry. Please review it.") % {"name": opening.by if opening else "–"}


NOTICE = kinds.NoticeKind(
    code=break_glass.OPENED,
    words=_words,
    where=lambda target: reverse("desk:glass_review", args=[target]),
    is_alarm=True,
)
