"""Adding to the text of an enquiry, below what stands there: a correction of that text alone, without its form."""

from bereg.accounts.models import User
from bereg.enquiries.access import may_write
from bereg.enquiries.actions import NotYourEnquiryError, StaleEnquiryError, correct_enquiry
from bereg.enquiries.drafts import correction_draft_id
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.queries import draft_of
from bereg.enquiries.registration import Along, Matter
from bereg.enquiries.texts import CALL_BACK, NARRATIVE, TYPED_ANSWERS, opened
from bereg.retention.holds import HeldError
from bereg.vault.because import Because


class UnopenedError(Exception):
    """The text that is to be added to cannot be opened."""


class UnfinishedError(Exception):
    """The person has begun to correct the enquiry: a correction of theirs would throw that away."""


def add_to_narrative(*, enquiry: Enquiry, version: int, text: str, by: User, along: Along | None = None) -> Enquiry:
    """Store `text` below the narrative that stood at `version`; everything else stays. Call it outside transactions.

    along: as of `register_enquiry`. Raise NotYourEnquiryError, StaleEnquiryError, UnfinishedError, UnopenedError.
    """
    if not may_write(by, enquiry):
        raise NotYourEnquiryError(enquiry)
    if enquiry.version != version or enquiry.consent != Consent.YES:
        raise StaleEnquiryError(enquiry)
    if draft_of(by, correction_draft_id(enquiry, by)):
        raise UnfinishedError
    stands = opened(enquiry, [NARRATIVE], by=by, because=Because.CORRECTION)
    if stands.closed:
        raise UnopenedError
    before = stands.narrative.rstrip()
    matter = Matter(
        consent=Consent.YES,
        topics=tuple(enquiry.topics.split()),
        answers=enquiry.answers,
        narrative=f"{before}\n\n{text}" if before else text,
        outcome=enquiry.outcome,
        urgency=Urgency(enquiry.urgency),
    )
    keep = frozenset({TYPED_ANSWERS, CALL_BACK})
    try:
        return correct_enquiry(enquiry=enquiry, version=version, matter=matter, keep=keep, by=by, along=along)
    except HeldError:  # set in this very moment: to what is held, a text can be added
        raise StaleEnquiryError(enquiry) from None
