"""How consultations are counted: by codes alone, and never by whom they are written or read."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.centres.universes import Fact, Universe, Words
from bereg.consultations.choices import CONSULTED, ConsultationKind, Profession
from bereg.consultations.models import Consultation

INTERPRETERS = (("no", _("without an interpreter")), ("yes", _("with an interpreter")))
MINUTES = (
    ("under_30", _("under 30 minutes")),
    ("30_59", _("30 to 59 minutes")),
    ("60_89", _("60 to 89 minutes")),
    ("90_over", _("90 minutes and more")),
)
BANDS_BEGIN = (30, 60, 90)
COUNTED = ("pk", "kind", "profession", "language", "with_interpreter", "minutes")


def facts_of(consultations: QuerySet[Consultation], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know, with two lean queries."""
    firsts = _firsts(on_same_matters(consultations))
    for pk, kind, profession, language, with_interpreter, minutes in consultations.values_list(*COUNTED).iterator():
        first = kind if pk in firsts else ""
        interpreter, band = INTERPRETERS[with_interpreter][0], MINUTES[bisect_right(BANDS_BEGIN, minutes)][0]
        yield Fact((kind, first, profession, language, interpreter, band))


def on_same_matters(consultations: QuerySet[Any]) -> CentreBound[Consultation]:
    """Return every consultation on the enquiries of some, these too."""
    return Consultation.objects.through(enquiry__in=consultations.order_by().values("enquiry"))


def _firsts(consultations: CentreBound[Consultation]) -> set[UUID]:
    """Return which ones are the first of their kind on an enquiry, however many followed and in whatever month."""
    # Of closed months first, each as what it was counted then; afterwards as they will be counted.
    # What another centre passed on is that one's matter, and counted there.
    own = consultations.filter(enquiry__is_received=False)
    order = own.order_by(F("counted_in").asc(nulls_last=True), "given_on", "entered_at", "pk")
    firsts: dict[tuple[UUID, str], UUID] = {}
    for pk, enquiry, counted_as, kind in order.values_list("pk", "enquiry_id", "counted_as", "kind").iterator():
        firsts.setdefault((enquiry, counted_as or kind), pk)
    return set(firsts.values())


UNIVERSE = Universe(
    name="consultations",
    model=Consultation,
    at="given_on",
    columns={
        "consultation_kind": ConsultationKind.choices,
        "consultation_first": ConsultationKind.choices,  # its kind, where it is the first of that kind on its matter
        "consultation_profession": Profession.choices,
        "consultation_language": Language.choices,
        "consultation_interpreter": INTERPRETERS,
        "consultation_minutes": MINUTES,
    },
    facts=facts_of,
    counts=Q(enquiry__mistake=""),
    words=Words(
        total=lambda n: ngettext("They hold %(counter)s consultation.", "They hold %(counter)s consultations.", n),
        share=lambda n: ngettext("of %(base)s consultation", "of %(base)s consultations", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s consultation.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s consultations.",
            n,
        ),
    ),
    titles={
        "consultations": _("Consultations"),
        "consultation_kind": _("Kinds of consultations"),
        "consultation_profession": _("Who consulted"),
        "consultation_language": _("Languages of consultations"),
        "consultation_interpreter": _("Interpreters at consultations"),
        "consultation_minutes": _("How long consultations took"),
        "consulted": CONSULTED,
    },
    state={"newest": Max("entered_at"), "versions": Sum("version")},
    # Which one is the first also depends on those of other months.
    made_of=on_same_matters,
    keeps={"counted_as": F("kind")},
)
