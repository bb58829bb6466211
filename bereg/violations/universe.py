"""How violations are counted: each step in its own month, by codes; no matter, no firm, no place.

Published is whether an authority is told of a matter for the first time, whatever was broken, and by what letter.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.centres.universes import Fact, Universe, Words
from bereg.transfers.matters import firsts_of, on_same_matters
from bereg.violations.choices import ForwardedBy, ViolationKind, ViolationStep
from bereg.violations.models import ViolationEvent

RAISED = Q(step=ViolationStep.RAISED)
COUNTS = Q(enquiry=None) | Q(enquiry__mistake="")


def facts_of(events: QuerySet[ViolationEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. Type counts with the raising, and anew with the forwarding, each once."""
    firsts = _firsts(on_same_matters(events))
    for pk, step, kind, way in events.values_list("pk", "step", "kind", "way").iterator():
        raised = kind if step == ViolationStep.RAISED else ""
        told, by = (kind, way) if step == ViolationStep.FORWARDED else ("", "")
        yield Fact((step, raised, told, by, step if pk in firsts else ""))


def _firsts(events: CentreBound[ViolationEvent]) -> set[UUID]:
    """Return which steps are the first by which an authority was told of a matter. Those of closed months stay so."""
    told = events.filter(Q(counted_in__isnull=False) | COUNTS, step=ViolationStep.FORWARDED)
    order = told.order_by(F("counted_in").asc(nulls_last=True), "at", "pk")
    return firsts_of(order.values_list("pk", "matter", "step").iterator())


UNIVERSE = Universe(
    name="violations",
    model=ViolationEvent,
    at="at",
    columns={
        "violation_step": ViolationStep.choices,
        "violation_type": ViolationKind.choices,
        "violation_told": ViolationKind.choices,
        "violation_way": ForwardedBy.choices,
        "violation_first": [(ViolationStep.FORWARDED.value, ViolationStep.FORWARDED.label)],
    },
    facts=facts_of,
    counts=COUNTS,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s step of a violation.", "They hold %(counter)s steps of violations.", n
        ),
        share=lambda n: ngettext("of %(base)s step", "of %(base)s steps", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s step.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s steps.",
            n,
        ),
    ),
    titles={
        "violations": _("Steps of violations"),
        "violation_step": _("Violations raised, forwarded, answered, acted on"),
        "violation_type": _("Violations raised, by type"),
        "violation_told": _("Violations forwarded, by type"),
        "violation_way": _("By what violations were forwarded"),
    },
    made_of=on_same_matters,
    # A kind is corrected while no closed month counts it, and its moment stays.
    state={"newest": Max("at")} | {code: Count("pk", filter=RAISED & Q(kind=code)) for code in ViolationKind.values},
)
