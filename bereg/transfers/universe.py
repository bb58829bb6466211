"""How enquiries that pass between centres are counted, for staff alone: by the month of the answer, where it was given.

The enquiry itself is counted by its sender, and once: this says what became of the offers.
"""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.transfers.choices import TransferState
from bereg.transfers.models import Transfer

# By codes of their own: “declined” is what somebody says to a question, and no table of codes lists it.
CODES = {
    TransferState.ACCEPTED.value: "accepted",
    TransferState.DECLINED.value: "not_taken",
    TransferState.WITHDRAWN.value: "taken_back",
    TransferState.LAPSED.value: "lapsed",
}
ENDED = [(code, TransferState(state).label) for state, code in CODES.items()]


def facts_of(transfers: QuerySet[Transfer], _centre: Centre) -> Iterator[Fact]:
    """Read how each was answered, and nothing else."""
    for state in transfers.values_list("state", flat=True).iterator():
        yield Fact((CODES[state],))


UNIVERSE = Universe(
    name="transfers",
    model=Transfer,
    at="answered_at",
    columns={"transfer_state": ENDED},
    facts=facts_of,
    counts=~Q(state=TransferState.OFFERED),
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s offer between centres.", "They hold %(counter)s offers between centres.", n
        ),
        share=lambda n: ngettext("of %(base)s offer", "of %(base)s offers", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s offer.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s offers.",
            n,
        ),
    ),
    titles={
        "transfers": _("Enquiries passed between centres, at the centre that was asked"),
        "transfer_state": _("How offers between centres were answered"),
    },
    state={"newest": Max("answered_at"), "versions": Sum("version")},
)
