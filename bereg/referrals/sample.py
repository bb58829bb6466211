"""What came of the referrals of the demonstration year, and which partners referred somebody."""

import datetime as dt
from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.models import Centre
from bereg.directory.content import ORGANISATION
from bereg.dispatch.choices import DispatchKind, DispatchResult
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import recipients
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.imported import begin_matters
from bereg.referrals.models import ReferralIn, ReferralOutcome

REFERRING = frozenset({"ngo", "diaspora", "embassy", "state"})
EACH = 45  # one referral to us for so many enquiries
HELP = (
    OutcomeKind.SHELTERED,
    OutcomeKind.LEGAL,
    OutcomeKind.MEDICAL,
    OutcomeKind.DOCUMENTS,
    OutcomeKind.RETURNED,
    OutcomeKind.CENTRE,
)
RESCUED = (OutcomeKind.OPERATION, OutcomeKind.FREED, OutcomeKind.CASE_OPENED)


def sample(centre: Centre) -> None:
    """Write what came of the referrals of one centre; the same every time."""
    helped = (
        Dispatch.objects.of_centres([centre])
        .filter(result__in=[DispatchResult.HELPED, DispatchResult.PARTLY])
        .select_related("enquiry")
    )
    made = [outcome for each in helped.order_by("pk") for outcome in _outcomes(each)]
    begin_matters(made)
    ReferralOutcome.objects.bulk_create(made, batch_size=500)
    ReferralIn.objects.bulk_create(_came_in(centre), batch_size=500)


def _outcomes(dispatch: Dispatch) -> list[ReferralOutcome]:
    rng = Random(f"outcome {dispatch.pk}")  # noqa: S311 - must be the same every time, and guards invented data alone
    kinds = RESCUED if dispatch.kind == DispatchKind.RESCUE else tuple(rng.sample(HELP, 2))
    on = (dispatch.answered_at or dispatch.drafted_at).date()
    enquiry = dispatch.enquiry
    if enquiry is None:
        return []
    return [
        ReferralOutcome(
            id=demonstration_id("outcome", f"{dispatch.pk} {kind}"),
            centre_id=dispatch.centre_id,
            enquiry=enquiry,
            dispatch=dispatch,
            kind=kind,
            happened_on=on + dt.timedelta(days=place * 20),
            how_many=rng.choice((1, 2, 4, 7)) if kind == OutcomeKind.FREED else None,
            article="127.1" if kind == OutcomeKind.CASE_OPENED else "",
            entered_by_id=dispatch.drafted_by_id,
        )
        for place, kind in enumerate(kinds)
    ]


def _came_in(centre: Centre) -> list[ReferralIn]:
    known = sorted(recipients().filter(kind=ORGANISATION), key=lambda each: title_of(each, "ru"))
    partners = [each for each in known if each.published and each.published.content.get("sort") in REFERRING]
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    return [
        ReferralIn(
            id=demonstration_id("referral in", each.number),
            centre_id=each.centre_id,
            enquiry=each,
            partner=partners[place % len(partners)],
            came_on=each.opened_at.date(),
            is_named=place % 3 == 0,
            entered_by_id=each.assignee_id,
        )
        for place, each in enumerate(agreed.order_by("number")[::EACH])
        if partners
    ]
