"""What came of a referral or a rescue request, on its page."""

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.dispatch.models import Dispatch
from bereg.enquiries.outcomes import Consent
from bereg.referrals.choices import WITH_OUTCOMES
from bereg.referrals.queries import outcomes_of


def page(dispatch: Dispatch, person: User) -> Panel | None:
    """Return what came of it, to whoever sees it."""
    if dispatch.kind not in WITH_OUTCOMES or not dispatch.has_left:
        return None
    consent = dispatch.enquiry.consent if dispatch.enquiry else ""
    may = dispatch.is_reached_by(person) and consent != Consent.WITHDRAWN
    agrees = consent == Consent.YES
    shows = {"outcomes": list(outcomes_of(dispatch)), "may_note": may, "may_follow": may and agrees}
    return Panel("referrals/outcomes.html", shows)
