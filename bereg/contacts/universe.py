"""How contacts are counted."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.contacts.channels import WAYS, Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.languages import counted
from bereg.contacts.models import Contact


def facts_of(contacts: QuerySet[Contact], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know, with one lean query."""
    columns = contacts.values_list("line__slug", "channel", "direction", "disposition", "language")
    for line, channel, direction, disposition, language in columns.iterator():
        yield Fact((line or "", channel, direction, disposition, counted(language)))


UNIVERSE = Universe(
    name="contacts",
    model=Contact,
    at="started_at",
    columns={
        "line": (),
        "channel": Channel.choices,
        "direction": (),
        "disposition": Disposition.choices,
        "language": (),
    },
    facts=facts_of,
    words=Words(
        total=lambda n: ngettext("They hold %(counter)s contact.", "They hold %(counter)s contacts.", n),
        share=lambda n: ngettext("of %(base)s contact", "of %(base)s contacts", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s contact.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s contacts.",
            n,
        ),
    ),
    titles={
        "contacts": _("Contacts"),
        "disposition": _("How contacts ended"),
        "channel": WAYS,
        "contact_channel": _("Contacts, by way"),
        "contact_line": _("Contacts, by line"),
        "language": _("Languages"),
    },
    # Finds a change that was saved earlier and became visible later than the newest one.
    state={"newest": Max("changed_at"), "versions": Sum("version")},
    counts=Q(mistake=""),
)
