"""Reading of links, limited to what is at hand, or to the one whose address somebody has."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import people_at
from bereg.centres.scope import CentreBound, beyond
from bereg.dispatch.models import Dispatch
from bereg.partner_links.choices import LinkStep
from bereg.partner_links.models import PartnerLink

BESIDE = ("centre", "enquiry", "dispatch__centre", "dispatch__enquiry")


def links_of(dispatch: Dispatch) -> QuerySet[PartnerLink]:
    """Return the links of a dispatch at hand, the latest first."""
    return PartnerLink.objects.through(dispatch=dispatch).select_related("made_by").order_by("-made_at")


def unused_of(dispatch: Dispatch) -> CentreBound[PartnerLink]:
    """Return the links of a dispatch that were neither used nor ended."""
    return PartnerLink.objects.through(dispatch=dispatch).filter(used_at=None, ended_at=None)


def without_link(dispatches: Sequence[Dispatch]) -> CentreBound[Dispatch]:
    """Return which dispatches at hand stand in words that nobody has read by a link, and that no link opens."""
    links = PartnerLink.objects.through(dispatch=OuterRef("pk")).filter(step=LinkStep.READ)
    opening = Q(used_at__isnull=False) | Q(ended_at=None, expires_on__gte=timezone.localdate())
    here = Dispatch.objects.of_centres({each.centre for each in dispatches}).filter(pk__in=[e.pk for e in dispatches])
    return here.exclude(content=b"").exclude(Exists(links.filter(opening)))


@beyond("partner link")
def link_at(id: UUID) -> PartnerLink | None:
    """Return the link that has an address. Whoever asks may be anybody, and is shown nothing of it without its code."""
    return PartnerLink.objects.everywhere(because="partner link").filter(pk=id).select_related(*BESIDE).first()


def concerned_by(link: PartnerLink) -> list[User]:
    """Return who is told of an answer: those who work on it, where none of them is there any more, who signs."""
    dispatch = link.dispatch
    holder = dispatch.enquiry.assignee_id if dispatch.enquiry else None
    known = {dispatch.drafted_by_id, dispatch.sent_by_id, holder}
    work_on_it = [each for each in people_at(link.centre_id, Permission.DISPATCH_DRAFT) if each.pk in known]
    return work_on_it or people_at(link.centre_id, Permission.DISPATCH_SIGN)
