"""How long what of an enquiry is kept: docs/safety/retention.md says it in plain words."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.enquiries.drafts import discard_old_drafts
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact
from bereg.vault import retention
from bereg.vault.retention import Progress, Rule, months_before

IDLE_MONTHS = 12  # an open enquiry that nobody has touched for so long is to be closed


def idle(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries that are open, and neither changed nor joined by a contact for a year."""
    return _untouched_since(months_before(now, IDLE_MONTHS)).filter(closed_at=None)


def idle_centres(now: dt.datetime) -> set[UUID]:
    """Return the ids of the centres that have such enquiries."""
    return set(idle(now).order_by().values_list("centre_id", flat=True).distinct())


def _untouched_since(moment: dt.datetime) -> QuerySet[Enquiry]:
    since = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(contact__started_at__gte=moment)
    return _everywhere().filter(~Exists(since), changed_at__lt=moment)


def _everywhere() -> QuerySet[Enquiry]:
    return Enquiry.objects.everywhere(because="retention")


def register() -> None:
    """Make our rules known, in the order in which they run."""
    retention.register(
        Rule(
            code="drafts",
            label=_("forms that nobody finished"),
            kept=lambda: ngettext("%d day", "%d days", settings.KEEP_DRAFT_DAYS) % settings.KEEP_DRAFT_DAYS,
            count=lambda now: Draft.objects.everywhere(because="retention").filter(saved_at__lt=_drafts(now)).count(),
            erase=_discard,
        ),
    )


def _discard(now: dt.datetime, progress: Progress) -> None:
    progress(discard_old_drafts(before=_drafts(now), by=None))


def _drafts(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.KEEP_DRAFT_DAYS)
