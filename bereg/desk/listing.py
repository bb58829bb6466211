"""Enquiries as lines of a list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.desk.questions import topic_texts
from bereg.enquiries.outcomes import Urgency
from bereg.enquiries.queries import Row
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

ANY_ID = UUID(int=0)


@dataclass(frozen=True)
class Shown:
    """One line: the row with its time, centre and topics in words."""

    row: Row
    opened_at: dt.datetime
    centre: str
    topics: str
    urgency: str
    address: str = ""
    when: str = ""  # in Python, as what follows: a template spends more on them than on the rest of the line
    state: str = ""
    state_kind: str = ""
    is_mine: bool = False


def shown_rows(rows: list[Row], centres: list[Any], questionnaire: Form | None = None, *, reader: UUID) -> list[Shown]:
    """Say in words what rows hold. Topics come from the questionnaire in force: they seldom change their meaning."""
    of_id = {centre.pk: centre for centre in centres}
    if rows and questionnaire is None:
        try:
            questionnaire = form_of(current_version(centres[0]))
        except NoQuestionnaireError:
            questionnaire = None
    names = {key: str(centre) for key, centre in of_id.items()}
    zones = {key: ZoneInfo(centre.time_zone) for key, centre in of_id.items()}
    states = {"off": _("closed"), "good": _("open"), "late": str(Urgency.DANGER.label), "soon": str(Urgency.SOON.label)}
    pattern = reverse("desk:enquiry", args=[ANY_ID])
    return [
        Shown(
            row=row,
            opened_at=row.opened_at.astimezone(zones[row.centre_id]),
            when=f"{row.opened_at.astimezone(zones[row.centre_id]):%d.%m.%Y %H:%M}",
            address=pattern.replace(str(ANY_ID), str(row.id)),
            centre=names[row.centre_id],
            topics=", ".join(topic_texts(questionnaire, row.topics)) if questionnaire else row.topics,
            urgency=str(Urgency(row.urgency).label) if row.urgency != Urgency.NORMAL else "",
            state=states[_state_kind(row)],
            state_kind=_state_kind(row),
            is_mine=row.assignee_id == reader,
        )
        for row in rows
    ]


def _state_kind(row: Row) -> str:
    if row.closed_at:
        return "off"
    if row.urgency == Urgency.NORMAL:
        return "good"
    return "late" if row.urgency == Urgency.DANGER else "soon"
