"""How violations are counted: each step in its own month, by codes; no matter, no firm, no place."""

from collections.abc import Iterator

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.violations.lists import ForwardedBy, ViolationKind, ViolationStep
from bereg.violations.models import ViolationEvent

RAISED = Q(step=ViolationStep.RAISED)


def facts_of(events: QuerySet[ViolationEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. Type counts with the raising, and anew with the forwarding, each once."""
    for step, kind, way in events.values_list("step", "kind", "way").iterator():
        raised = kind if step == ViolationStep.RAISED else ""
        told, by = (kind, way) if step == ViolationStep.FORWARDED else ("", "")
        yield Fact((step, raised, told, by))


UNIVERSE = Universe(
    name="violations",
    model=ViolationEvent,
    at="at",
    columns={
        "violation_step": ViolationStep.choices,
        "violation_type": ViolationKind.choices,
        "violation_told": ViolationKind.choices,
        "violation_way": ForwardedBy.choices,
    },
    facts=facts_of,
    counts=Q(enquiry=None) | Q(enquiry__mistake=""),
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
    # A kind is corrected while no closed month counts it, and its moment stays.
    state={"newest": Max("at")} | {code: Count("pk", filter=RAISED & Q(kind=code)) for code in ViolationKind.values},
)
