"""How what leaves the house is counted: each step in its own month, by codes; no recipient by name, no matter.

Published is whether a step is the first of its kind on its matter, ever: so a matter is in a row at most once, for
good, however many letters it took.
"""

from bisect import bisect_left
from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound
from bereg.centres.universes import Fact, Universe, Words
from bereg.directory.choices import OF_STATE, Sort
from bereg.dispatch.choices import (
    ASKING,
    BodyKind,
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchStep,
    RecipientAnswer,
)
from bereg.dispatch.models import DispatchEvent
from bereg.transfers.matters import firsts_of, on_same_matters

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
COUNTS = Q(enquiry=None) | Q(enquiry__mistake="")
COUNTED = ("pk", "step", "code", "days", "dispatch__kind", "dispatch__recipient_sort", "dispatch__ground")


def facts_of(events: QuerySet[DispatchEvent], _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know. Kind, body and ground count with the sending, so that each is counted once."""
    firsts = _firsts(on_same_matters(events))
    for pk, step, code, days, kind, sort, ground in events.values_list(*COUNTED).iterator():
        is_sent = step == DispatchStep.SENT
        sent = (kind, _counted_as(sort), ground) if is_sent else ("", "", "")
        answer = OF_ANSWER.get(code, "") if step in {DispatchStep.ANSWERED, DispatchStep.ANSWERED_AGAIN} else ""
        result = code if step == DispatchStep.ENDED else ""
        time = "" if days is None else BANDS[bisect_left(UP_TO_DAYS, days)][0]
        yield Fact((step, *sent, answer, result, time, *(of.get(pk, "") for of in firsts)))


def _counted_as(sort: str) -> str:
    """Return what kind of body figures know one as: few letters go to a court, so that a cell would name it."""
    return Sort.STATE.value if sort in OF_STATE else sort


def _firsts(events: CentreBound[DispatchEvent]) -> tuple[dict[UUID, str], ...]:
    """Return a column of firsts each: which steps are the first of theirs on a matter, and the code of it."""
    # Of closed months first. What was counted there before somebody called it a mistake stays counted.
    standing = events.filter(Q(counted_in__isnull=False) | COUNTS)
    order = standing.order_by(F("counted_in").asc(nulls_last=True), "at", "pk")
    of_matter = ("pk", "matter", "step", "dispatch__kind", "dispatch__recipient_sort")
    rows = [(pk, matter, _published_as(*step)) for pk, matter, *step in order.values_list(*of_matter).iterator()]
    found = []
    for at in range(len(FIRSTS)):
        firsts = firsts_of((pk, matter, codes[at]) for pk, matter, codes in rows)
        found.append({pk: codes[at] for pk, _matter, codes in rows if pk in firsts})
    return tuple(found)


def _published_as(step: str, kind: str, sort: str) -> tuple[str, str, str]:
    """Return the code of a step in each column of firsts, "" where it has none."""
    body = "" if kind not in ASKING or not sort else BodyKind.STATE if sort in OF_STATE else BodyKind.OTHER
    is_sent, is_answered = step == DispatchStep.SENT, step == DispatchStep.ANSWERED
    return kind if is_sent else "", body if is_sent else "", body if is_answered else ""


# What left of each kind, to which kind of body, and which kind answered: each once a matter.
FIRSTS = {
    "dispatch_first": DispatchKind.choices,
    "dispatch_sent_first": BodyKind.choices,
    "dispatch_answered_first": BodyKind.choices,
}


UNIVERSE = Universe(
    name="dispatches",
    model=DispatchEvent,
    at="at",
    columns={
        "dispatch_step": DispatchStep.choices,
        "dispatch_kind": DispatchKind.choices,
        "dispatch_body": [each for each in Sort.choices if _counted_as(each[0]) == each[0]],
        "dispatch_ground": DispatchGround.choices,
        "dispatch_answer": ANSWERS,
        "dispatch_result": DispatchResult.choices,
        "dispatch_time": BANDS,
        **FIRSTS,
    },
    facts=facts_of,
    counts=COUNTS,
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
    # Which one is the first also depends on those of other months and centres.
    made_of=on_same_matters,
)
