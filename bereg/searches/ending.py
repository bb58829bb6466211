"""What several acts need: an enquiry locked while its consent stands, and the end of a search."""

from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.searches.acts import CLOSED
from bereg.searches.choices import MatchState, SearchEnding
from bereg.searches.errors import StaleSearchError
from bereg.searches.models import Match, SearchRequest
from bereg.searches.steps import note_end


def end(standing: SearchRequest, ending: SearchEnding, by: User) -> None:
    """End a search that the caller has locked, with whatever was asked for it and has no answer."""
    now = timezone.now()
    columns = {"closed_at": now, "closed_by": by, "ending": ending, "version": F("version") + 1}
    SearchRequest.objects.of(standing).update(**columns)
    matches = Match.objects.through(search=standing)
    matches.filter(state=MatchState.PROPOSED).delete()
    unanswered = matches.filter(state__in=[MatchState.ASKED, MatchState.UNABLE, MatchState.AGREED])
    for pk in unanswered.values_list("pk", flat=True):
        notices.settle_about([str(pk)])
    unanswered.update(state=MatchState.ENDED, version=F("version") + 1)
    note_end(standing, ending)
    audit.record(CLOSED, target=standing, by=by, because=ending.value)


def lock_enquiry(enquiry: Enquiry) -> None:
    """Lock an enquiry whose consent stands, and count it as touched. Raise StaleSearchError."""
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).filter(consent=Consent.YES)
    if not standing.exists():
        raise StaleSearchError
    Enquiry.objects.of(enquiry).update(changed_at=timezone.now())
