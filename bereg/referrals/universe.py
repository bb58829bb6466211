"""How what came of referrals is counted: by kind, in the month in which it happened."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.referrals.lists import OutcomeKind
from bereg.referrals.models import ReferralOutcome

# How many people one outcome is about, in bands: a sum over all would name a single operation.
PEOPLE = (("1", "1"), ("2_4", "2–4"), ("5_9", "5–9"), ("10_over", _("10 or more")))
BEGIN = (2, 5, 10)


def facts_of(outcomes: QuerySet[ReferralOutcome], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know."""
    for kind, people in outcomes.values_list("kind", "how_many").iterator():
        yield Fact((kind, "" if people is None else PEOPLE[sum(people >= least for least in BEGIN)][0]))


UNIVERSE = Universe(
    name="outcomes",
    model=ReferralOutcome,
    at="happened_on",
    columns={"referral_outcome": OutcomeKind.choices, "outcome_people": PEOPLE},
    facts=facts_of,
    counts=Q(enquiry__mistake=""),
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
)
