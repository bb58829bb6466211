"""How outreach is counted: each event once by codes, and each enquiry opened there by the kind of event."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.outreach.choices import SIZES, OutreachKind, OutreachPlace
from bereg.outreach.models import OpenedThere, OutreachEvent


def event_facts(events: QuerySet[OutreachEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know: no place, no partner, no exact number of people."""
    for event in events.only("kind", "place_kind", "reached").iterator():
        yield Fact((event.kind, event.place_kind, event.size))


def opened_facts(opened: QuerySet[OpenedThere], _centre: Centre) -> Iterator[Fact]:
    """Read at what kind of event it was."""
    for kind in opened.values_list("kind", flat=True).iterator():
        yield Fact((kind,))


EVENTS = Universe(
    name="outreach",
    model=OutreachEvent,
    at="held_on",
    columns={
        "outreach_kind": OutreachKind.choices,
        "outreach_place": OutreachPlace.choices,
        "outreach_people": SIZES,
    },
    facts=event_facts,
    words=Words(
        total=lambda n: ngettext("They hold %(counter)s event.", "They hold %(counter)s events.", n),
        share=lambda n: ngettext("of %(base)s event", "of %(base)s events", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s event.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s events.",
            n,
        ),
    ),
    titles={
        "outreach": _("Lectures, joint consultations and the like"),
        "outreach_kind": _("Outreach, by kind"),
        "outreach_place": _("Outreach, by kind of place"),
        "outreach_people": _("Outreach, by how many people were reached"),
    },
    state={"newest": Max("changed_at"), "versions": Sum("version")},
)
OPENED = Universe(
    name="outreach_enquiries",
    model=OpenedThere,
    at="held_on",
    columns={"outreach_opened": OutreachKind.choices},
    facts=opened_facts,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s enquiry opened at outreach.",
            "They hold %(counter)s enquiries opened at outreach.",
            n,
        ),
        share=lambda n: ngettext("of %(base)s enquiry opened there", "of %(base)s enquiries opened there", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiry opened there.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiries opened there.",
            n,
        ),
    ),
    titles={
        "outreach_enquiries": _("Enquiries opened at outreach"),
        "outreach_opened": _("Enquiries opened at outreach, by kind"),
    },
    state={"newest": Max("linked_at"), "put_right": Max("event__changed_at")},
    counts=Q(enquiry__mistake=""),
)
UNIVERSES = (EVENTS, OPENED)
