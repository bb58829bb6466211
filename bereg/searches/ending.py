"""What several acts need: an enquiry locked while its consent stands, and the end of a search."""

from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import CentreBound
from bereg.dispatch.queries import agrees_still
from bereg.enquiries.models import Enquiry
from bereg.searches.acts import CLOSED
from bereg.searches.choices import OPEN, MatchState, SearchEnding
from bereg.searches.errors import StaleSearchError
from bereg.searches.models import Match, SearchRequest
from bereg.searches.steps import note_end


def end(standing: SearchRequest, ending: SearchEnding, by: User) -> None:
    """End a search that the caller has locked, with whatever was asked for it and has no answer."""
    now = timezone.now()
    columns = {"closed_at": now, "closed_by": by, "ending": ending, "version": F("version") + 1}
    SearchRequest.objects.of(standing).update(**columns)
    end_matches(Match.objects.through(search=standing))
    note_end(standing, ending)
    audit.record(CLOSED, target=standing, by=by)


def end_matches(matches: CentreBound[Match]) -> None:
    """End what is asked of people and has no answer, or was agreed to and not told; nobody is to ask any more."""
    # Locked, as what is deleted by its id may be one that somebody asks about just now, with an event of it.
    ended = list(matches.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    matches.filter(state=MatchState.PROPOSED).delete()
    matches.filter(state__in=[*OPEN, MatchState.AGREED]).update(state=MatchState.ENDED, version=F("version") + 1)
    # Last: whoever asks about one just now was waited for above, and has given a notice of it.
    notices.settle_about(map(str, ended))


def lock_enquiry(enquiry: Enquiry) -> None:
    """Lock an enquiry whose consent stands, and count it as touched. Raise StaleSearchError."""
    lock_consent(enquiry)
    Enquiry.objects.of(enquiry).update(changed_at=timezone.now())


def lock_consent(enquiry: Enquiry) -> None:
    """Lock an enquiry whose consent stands: nobody withdraws until all is done. Raise StaleSearchError.

    It is not touched, as whoever has it would see by that how the search goes.
    """
    if not agrees_still(enquiry):
        raise StaleSearchError
