"""How searches are counted: each step in its own month, by codes; nothing of who is looked for.

Published is whether a step is the first of its kind on its matter: somebody is looked for, a relative is told.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.centres.universes import Fact, Universe, Words
from bereg.searches.choices import SaidOfSearch, SearchEnding, SearchOutput, SearchStep, WhoLooks
from bereg.searches.models import SearchEvent
from bereg.transfers.matters import firsts_of, on_same_matters

COUNTS = Q(enquiry=None) | Q(enquiry__mistake="")
CODED = (SearchStep.BEGUN, SearchStep.SAID, SearchStep.ENDED)  # the steps whose code has a column, in their order


def facts_of(events: QuerySet[SearchEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know."""
    firsts = _firsts(on_same_matters(events))
    for pk, step, code in events.values_list("pk", "step", "code").iterator():
        yield Fact((step, *(code if step == coded else "" for coded in CODED), firsts.get(pk, "")))


def _firsts(events: CentreBound[SearchEvent]) -> dict[UUID, str]:
    """Return which steps are the first of theirs on a matter, and as what. Those of closed months stay so."""
    standing = events.filter(Q(counted_in__isnull=False) | COUNTS, step__in=[SearchStep.BEGUN, SearchStep.ENDED])
    order = standing.order_by(F("counted_in").asc(nulls_last=True), "at", "pk")
    rows = [
        (pk, matter, _published_as(step, code))
        for pk, matter, step, code in order.values_list("pk", "matter", "step", "code").iterator()
    ]
    firsts = firsts_of(rows)
    return {pk: code for pk, _matter, code in rows if pk in firsts}


def _published_as(step: str, code: str) -> str:
    if step == SearchStep.BEGUN:
        return SearchOutput.BEGUN
    return SearchOutput.TOLD if code == SearchEnding.TOLD else ""


UNIVERSE = Universe(
    name="searches",
    model=SearchEvent,
    at="at",
    columns={
        "search_step": SearchStep.choices,
        "search_relation": WhoLooks.choices,
        "search_said": SaidOfSearch.choices,
        "search_end": SearchEnding.choices,
        "search_first": SearchOutput.choices,
    },
    facts=facts_of,
    counts=COUNTS,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s step of a search.", "They hold %(counter)s steps of searches.", n
        ),
        share=lambda n: ngettext("of %(base)s step", "of %(base)s steps", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s step.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s steps.",
            n,
        ),
    ),
    titles={
        "searches": _("Steps of searches"),
        "search_step": _("Searches begun, queries, who was found and asked"),
        "search_relation": _("Searches begun, by who looks"),
        "search_said": _("What came of asking the person found"),
        "search_end": _("How searches ended"),
    },
    state={"newest": Max("at")},
    # Which one is the first also depends on those of other months and centres.
    made_of=on_same_matters,
)
