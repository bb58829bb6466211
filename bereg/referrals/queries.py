"""Reading of what came of referrals, limited to what the person may see."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from bereg.accounts.models import User
from bereg.centres.queries import own_centres
from bereg.directory.content import KINDS
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatches_for
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals.choices import WITH_OUTCOMES
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.referrals.universe import COUNTS


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


def partner_of(pk: UUID) -> ReferenceEntry | None:
    """Return an organisation or a service of the directory; also one that is no longer in force."""
    found = ReferenceEntry.objects.filter(pk=pk, kind__in=KINDS, published__isnull=False)
    return found.select_related("published").first()


def referable(person: User, pk: UUID) -> Dispatch | None:
    """Return a referral or rescue request that somebody sees and that has left."""
    found = dispatches_for(person).filter(pk=pk, kind__in=WITH_OUTCOMES, sent_at__isnull=False)
    return found.first()


def outputs(person: User, begins: dt.date, ends: dt.date) -> list[tuple[str, int, int | None]]:
    """Return what came of all referrals in a time: the kind of outcome, how many, and of how many people."""
    found = ReferralOutcome.objects.of_centres(own_centres(person))
    found = found.filter(COUNTS, happened_on__gte=begins, happened_on__lt=ends)
    return list(found.values_list("kind").annotate(many=Count("pk"), of=Sum("how_many")).order_by("-many", "kind"))


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that stand already at a centre, by its code."""
    asked, found = list(keys), set()
    for model in (ReferralOutcome, ReferralIn):
        standing = model.objects.everywhere(because="import").filter(centre__code=centre, import_key__in=asked)
        found |= {key for key in standing.values_list("import_key", flat=True) if key}
    return found
