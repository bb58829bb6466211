"""How answers that were told or sent are counted, and warning signs of agencies: for staff alone, by codes."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.answers.choices import AnswerWay, WarningSign
from bereg.answers.models import TickedSign, Told
from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.reference.kinds import kinds


def told_facts(told: QuerySet[Told], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know: the kind, in the column of how it reached the person."""
    for kind, way in told.values_list("kind", "way").iterator():
        yield Fact((kind, "") if way == AnswerWay.TOLD else ("", kind))


def sign_facts(signs: QuerySet[TickedSign], _centre: Centre) -> Iterator[Fact]:
    """Read which sign it was."""
    for sign in signs.values_list("sign", flat=True).iterator():
        yield Fact((sign,))


KINDS = [(each.code, each.plural) for each in kinds().values()]
TOLD = Universe(
    name="told",
    model=Told,
    at="at",
    columns={"told_kind": KINDS, "sent_kind": KINDS},
    facts=told_facts,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s answer that was told or sent.",
            "They hold %(counter)s answers that were told or sent.",
            n,
        ),
        share=lambda n: ngettext("of %(base)s answer", "of %(base)s answers", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s answer.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s answers.",
            n,
        ),
    ),
    titles={
        "told": _("Answers told or sent"),
        "told_kind": _("Answers told, by kind"),
        "sent_kind": _("Answers sent, by kind"),
    },
    state={"newest": Max("at")},
    counts=Q(enquiry__mistake=""),
)
SIGNS = Universe(
    name="agency_signs",
    model=TickedSign,
    at="at",
    columns={"agency_sign": WarningSign.choices},
    facts=sign_facts,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s warning sign of an agency.", "They hold %(counter)s warning signs of agencies.", n
        ),
        share=lambda n: ngettext("of %(base)s warning sign", "of %(base)s warning signs", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s warning sign.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s warning signs.",
            n,
        ),
    ),
    titles={
        "agency_signs": _("Warning signs of agencies, all named"),
        "agency_sign": _("Warning signs of agencies"),
    },
    state={"newest": Max("at")},
    counts=Q(enquiry__mistake=""),
)
UNIVERSES = (TOLD, SIGNS)
