"""Enquiries as lines of a list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bereg.desk.questions import topic_texts
from bereg.enquiries.outcomes import Urgency
from bereg.enquiries.queries import Row
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of


@dataclass(frozen=True)
class Shown:
    """One line: the row with its time, centre and topics in words."""

    row: Row
    opened_at: dt.datetime
    centre: str
    topics: str
    urgency: str


def shown_rows(rows: list[Row], centres: list[Any], questionnaire: Form | None = None) -> list[Shown]:
    """Say in words what rows hold. Topics come from the questionnaire in force: they seldom change their meaning."""
    of_id = {centre.pk: centre for centre in centres}
    if rows and questionnaire is None:
        try:
            questionnaire = form_of(current_version(centres[0]))
        except NoQuestionnaireError:
            questionnaire = None
    return [
        Shown(
            row=row,
            opened_at=row.opened_at.astimezone(ZoneInfo(of_id[row.centre_id].time_zone)),
            centre=str(of_id[row.centre_id]),
            topics=", ".join(topic_texts(questionnaire, row.topics)) if questionnaire else row.topics,
            urgency=str(Urgency(row.urgency).label) if row.urgency != Urgency.NORMAL else "",
        )
        for row in rows
    ]
