"""How searches are counted: each step in its own month, by codes; nothing of who is looked for."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.searches.lists import SaidOfSearch, SearchEnding, SearchStep, WhoLooks
from bereg.searches.models import SearchEvent

CODED = (SearchStep.BEGUN, SearchStep.SAID, SearchStep.ENDED)  # the steps whose code has a column, in their order


def facts_of(events: QuerySet[SearchEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know."""
    for step, code in events.values_list("step", "code").iterator():
        yield Fact((step, *(code if step == coded else "" for coded in CODED)))


UNIVERSE = Universe(
    name="searches",
    model=SearchEvent,
    at="at",
    columns={
        "search_step": SearchStep.choices,
        "search_relation": WhoLooks.choices,
        "search_said": SaidOfSearch.choices,
        "search_end": SearchEnding.choices,
    },
    facts=facts_of,
    counts=Q(enquiry=None) | Q(enquiry__mistake=""),
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
)
