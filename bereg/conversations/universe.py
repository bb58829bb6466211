"""How letters, questions and recordings are counted: each step in its own month, by codes that lead to nobody."""

from collections.abc import Iterator

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.conversations.choices import WAITING_BANDS, ThreadEnding, ThreadSource, ThreadStep
from bereg.conversations.models import ThreadEvent


def facts_of(events: QuerySet[ThreadEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. The way counts with the beginning, so that each conversation counts once."""
    for step, source, band, ending in events.values_list("step", "source", "band", "ending").iterator():
        yield Fact(
            (
                step,
                source if step == ThreadStep.BEGUN else "",
                band if step == ThreadStep.TAKEN else "",
                band if step == ThreadStep.ANSWERED else "",
                ending,
            )
        )


UNIVERSE = Universe(
    name="threads",
    model=ThreadEvent,
    at="at",
    columns={
        "thread_step": ThreadStep.choices,
        "thread_source": ThreadSource.choices,
        "thread_taken": WAITING_BANDS,
        "thread_answered": WAITING_BANDS,
        "thread_ending": ThreadEnding.choices,
    },
    facts=facts_of,
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s step of letters and questions.",
            "They hold %(counter)s steps of letters and questions.",
            n,
        ),
        share=lambda n: ngettext("of %(base)s step", "of %(base)s steps", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s step.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s steps.",
            n,
        ),
    ),
    titles={
        "threads": _("Steps of letters and questions"),
        "thread_step": _("What became of letters and questions"),
        "thread_source": _("Letters and questions, by way"),
        "thread_taken": _("Waiting until somebody took it"),
        "thread_answered": _("Waiting until we answered in writing"),
        "thread_ending": _("How letters and questions ended"),
    },
    state={"newest": Max("at")},
    cuts_moment=True,
)
