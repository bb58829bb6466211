"""What came of old letters, and who referred old callers to us: to what it belongs, and how it is stored."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from bereg.audit import actions as audit
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.contacts.models import Contact
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.referrals.acts import CAME_IN, NOTED
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.transfers.matters import roots_of


@dataclass(frozen=True)
class OldLetter:
    """A letter that an import brought in before."""

    id: UUID
    kind: str
    sent_on: dt.date
    enquiry: UUID | None
    consent_is_gone: bool


@dataclass(frozen=True)
class OldCall:
    """An enquiry that an import brought in before. partner_known: whether somebody here noted who referred it."""

    enquiry: UUID
    opened_on: dt.date
    consent_is_gone: bool
    partner_known: bool


@beyond("import")
def letter_of(centre: str, key: str) -> OldLetter | None:
    """Return the letter of a row of an old register. centre: its code; key: of the row."""
    found = Dispatch.objects.everywhere(because="import").filter(centre__code=centre, import_key=key)
    letter = found.select_related("centre", "enquiry").first()
    if letter is None or letter.sent_at is None:
        return None
    gone = letter.enquiry is not None and letter.enquiry.consent == Consent.WITHDRAWN
    sent_on = in_zone(letter.sent_at, letter.centre).date()
    return OldLetter(letter.pk, letter.kind, sent_on, letter.enquiry_id, gone)


@beyond("import")
def call_of(centre: str, key: str) -> OldCall | None:
    """Return the enquiry of a row of an old register. centre: its code; key: of the row."""
    found = Contact.objects.everywhere(because="import").filter(centre__code=centre, import_key=key)
    enquiry = Enquiry.objects.through(contact_links__contact__in=found).select_related("centre").first()
    if enquiry is None:
        return None
    known = ReferralIn.objects.through(enquiry=enquiry).filter(import_key=None).exists()
    opened_on = in_zone(enquiry.opened_at, enquiry.centre).date()
    return OldCall(enquiry.pk, opened_on, enquiry.consent == Consent.WITHDRAWN, known)


def store_imported(
    *, centre: Centre, outcomes: Collection[ReferralOutcome], came_in: Collection[ReferralIn]
) -> set[str]:
    """Store them, within a transaction. Return the keys of the rows that are left out.

    Left out is what hangs on an enquiry whose person took the consent back meanwhile, and a second partner of one.
    """
    hanging = {each.enquiry_id for each in (*outcomes, *came_in) if each.enquiry_id}
    stands = _standing(centre, hanging)
    has_partner = set(
        ReferralIn.objects.of_centres([centre]).filter(enquiry__in=hanging).values_list("enquiry", flat=True)
    )
    noted = [each for each in outcomes if each.enquiry_id is None or each.enquiry_id in stands]
    came = [each for each in came_in if each.enquiry_id in stands - has_partner]
    begin_matters(noted)
    ReferralOutcome.objects.bulk_create(noted, batch_size=500)
    ReferralIn.objects.bulk_create(came, batch_size=500)
    audit.record_many(NOTED, targets=noted, by=None, because="bulk")
    audit.record_many(CAME_IN, targets=came, by=None, because="bulk")
    stored = {each.import_key for each in (*noted, *came)}
    return {each.import_key for each in (*outcomes, *came_in) if each.import_key} - stored


def _standing(centre: Centre, enquiries: Collection[UUID]) -> set[UUID]:
    """Lock enquiries, and return those whose person has not taken a consent back."""
    found = Enquiry.objects.of_centres([centre]).filter(pk__in=enquiries).exclude(consent=Consent.WITHDRAWN)
    return set(found.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def begin_matters(outcomes: Iterable[ReferralOutcome]) -> None:
    """Note with which enquiry the matter of each began."""
    hanging = {each: each.enquiry_id for each in outcomes if each.enquiry_id}
    roots = roots_of(hanging.values())
    for each, enquiry in hanging.items():
        each.matter = roots[enquiry]
