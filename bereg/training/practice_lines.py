"""A practice in words: where it stands, and what of an enquiry's closed codes an intern sees."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.questionnaire.queries import form_of
from bereg.questionnaire.wording import answer_text, topic_texts
from bereg.training.shown_codes import shown_of


@dataclass(frozen=True)
class PracticeLine:
    address: str
    topics: str
    intern: str
    number: str  # none for an intern
    time_zone: str
    given_at: dt.datetime
    ends_at: dt.datetime
    state: str
    is_turn: bool  # whether the reader is to go on


@dataclass(frozen=True)
class Facts:
    """The topics and the coarse answers, in words."""

    topics: list[str]
    answers: list[tuple[str, str]]


def facts_of(enquiry: Any) -> Facts:
    """Return what an intern sees of the answers."""
    questionnaire = form_of(enquiry.questionnaire, home_country=enquiry.centre.country)
    shown = shown_of(enquiry)
    answers = [
        (questionnaire.questions[name].label(), answer_text(questionnaire.questions[name], answer))
        for name, answer in shown.answers.items()
        if name in questionnaire.questions
    ]
    return Facts(topic_texts(questionnaire, shown.topics), answers)


def own_line(practice: Any) -> PracticeLine:
    """Return a practice as its intern sees it: no number."""
    return _line(practice, "training:practice", _own_state(practice), number="", is_turn=practice.sent_at is None)


def guided_line(practice: Any) -> PracticeLine:
    """Return a practice as whoever looks after it sees it."""
    number, is_turn = practice.enquiry.number, bool(practice.sent_at)
    return _line(practice, "training:review_practice", _guided_state(practice), number=number, is_turn=is_turn)


def _line(practice: Any, page: str, state: str, *, number: str, is_turn: bool) -> PracticeLine:
    topics = ", ".join(facts_of(practice.enquiry).topics)
    return PracticeLine(
        address=reverse(page, args=[practice.pk]),
        topics=topics,
        intern=practice.intern.name,
        number=number,
        time_zone=practice.enquiry.centre.time_zone,
        given_at=practice.given_at,
        ends_at=practice.ends_at(),
        state=state,
        is_turn=is_turn,
    )


def _own_state(practice: Any) -> str:
    if practice.sent_at:
        return _("sent, waits for an answer")
    return _("came back with a remark") if practice.remark else _("yours to write")


def _guided_state(practice: Any) -> str:
    return _("a draft waits for you") if practice.sent_at else _("the intern is writing")
