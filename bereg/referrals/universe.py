"""How what came of referrals is counted: by kind, in the month in which it happened.

Published is whether an outcome is the first of its kind on its matter: so a matter is in a row once, whatever followed.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.centres.universes import Fact, Universe, Words
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.models import ReferralOutcome
from bereg.transfers.matters import firsts_of, on_same_matters

# How many people one outcome is about, in bands: a sum over all would name a single operation.
PEOPLE = (("1", "1"), ("2_4", "2–4"), ("5_9", "5–9"), ("10_over", _("10 or more")))
BEGIN = (2, 5, 10)
COUNTS = Q(enquiry=None) | Q(enquiry__mistake="")


def facts_of(outcomes: QuerySet[ReferralOutcome], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know."""
    firsts = _firsts(on_same_matters(outcomes))
    for pk, kind, people in outcomes.values_list("pk", "kind", "how_many").iterator():
        band = "" if people is None else PEOPLE[sum(people >= least for least in BEGIN)][0]
        yield Fact((kind, band, kind if pk in firsts else ""))


def _firsts(outcomes: CentreBound[ReferralOutcome]) -> set[UUID]:
    # Of closed months first, as they were counted then.
    standing = outcomes.filter(Q(counted_in__isnull=False) | COUNTS)
    order = standing.order_by(F("counted_in").asc(nulls_last=True), "happened_on", "entered_at", "pk")
    return firsts_of(order.values_list("pk", "matter", "kind").iterator())


UNIVERSE = Universe(
    name="outcomes",
    model=ReferralOutcome,
    at="happened_on",
    columns={
        "referral_outcome": OutcomeKind.choices,
        "outcome_people": PEOPLE,
        "outcome_first": OutcomeKind.choices,  # its kind, where it is the first of that kind on its matter
    },
    facts=facts_of,
    counts=COUNTS,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s outcome of a referral.", "They hold %(counter)s outcomes of referrals.", n
        ),
        share=lambda n: ngettext("of %(base)s outcome", "of %(base)s outcomes", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s outcome.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s outcomes.",
            n,
        ),
    ),
    titles={
        "outcomes": _("What came of referrals"),
        "referral_outcome": _("What came of referrals, by kind"),
        "outcome_people": _("Of how many people at once"),
    },
    state={"newest": Max("entered_at")},
    # Which one is the first also depends on those of other months and centres.
    made_of=on_same_matters,
)
