"""How what leaves the house is counted: each step in its own month, by codes; no recipient by name, no matter."""

from bisect import bisect_left
from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.directory.lists import Sort
from bereg.dispatch.lists import DispatchGround, DispatchKind, DispatchResult, DispatchStep, RecipientAnswer
from bereg.dispatch.models import DispatchEvent

BANDS = (
    ("under_30d", _("within 30 days")),
    ("under_60d", _("within 60 days")),
    ("under_90d", _("within 90 days")),
    ("90d_over", _("later than 90 days")),
)
UP_TO_DAYS = (30, 60, 90)
# By a code of its own: "declined" is what somebody says to a question, and no table of codes lists it.
OF_ANSWER = {each.value: "turned_down" if each == RecipientAnswer.DECLINED else each.value for each in RecipientAnswer}
ANSWERS = [(OF_ANSWER[code], label) for code, label in RecipientAnswer.choices]
COUNTED = ("step", "code", "days", "dispatch__kind", "dispatch__recipient_sort", "dispatch__ground")


def facts_of(events: QuerySet[DispatchEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. Kind, body and ground count with the sending, so that each is counted once."""
    for step, code, days, kind, sort, ground in events.values_list(*COUNTED).iterator():
        is_sent = step == DispatchStep.SENT
        sent = (kind, sort, ground) if is_sent else ("", "", "")
        answer = OF_ANSWER.get(code, "") if step in {DispatchStep.ANSWERED, DispatchStep.ANSWERED_AGAIN} else ""
        result = code if step == DispatchStep.ENDED else ""
        yield Fact((step, *sent, answer, result, "" if days is None else BANDS[bisect_left(UP_TO_DAYS, days)][0]))


UNIVERSE = Universe(
    name="dispatches",
    model=DispatchEvent,
    at="at",
    columns={
        "dispatch_step": DispatchStep.choices,
        "dispatch_kind": DispatchKind.choices,
        "dispatch_body": Sort.choices,
        "dispatch_ground": DispatchGround.choices,
        "dispatch_answer": ANSWERS,
        "dispatch_result": DispatchResult.choices,
        "dispatch_time": BANDS,
    },
    facts=facts_of,
    counts=Q(enquiry=None) | Q(enquiry__mistake=""),
    words=Words(
        total=lambda n: ngettext(
            "They hold %(counter)s step of what left the house.",
            "They hold %(counter)s steps of what left the house.",
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
        "dispatches": _("Steps of what left the house"),
        "dispatch_step": _("What left the house, was answered and ended"),
        "dispatch_kind": _("What left the house, by kind"),
        "dispatch_body": _("What left the house, by kind of body"),
        "dispatch_ground": _("What left the house, by ground"),
        "dispatch_answer": _("Answers of recipients"),
        "dispatch_result": _("What came of it"),
        "dispatch_time": _("Time to the first answer"),
    },
    state={"newest": Max("at")},
)
