"""Enquiries as lines of a list."""

import datetime as dt
from collections.abc import Iterator
from typing import TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bereg.centres.clock import differ, zone_of, zone_words
from bereg.centres.queries import Centre
from bereg.core.templatetags.months import month
from bereg.enquiries.finding import EnquiryRow
from bereg.enquiries.outcomes import Urgency
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.wording import topic_texts

ANY_ID = UUID(int=0)
STATES_OF_URGENCY: dict[str, str] = {Urgency.NORMAL: "good", Urgency.SOON: "soon", Urgency.DANGER: "late"}


class EnquiryLine(TypedDict):
    """One line in words. A dictionary, since a template reads nothing else as fast."""

    number: str
    address: str
    opened_at: dt.datetime  # by the clock of the centre
    when: str
    is_coarse: bool  # whether that is no more than a month
    zone: str  # "" where every centre of the list has the same
    centre: str
    topics: str
    urgency: str
    state: str
    state_kind: str
    is_mine: bool
    chosen: str  # its id and version, as a form that acts on several sends them


def shown_rows(
    rows: list[EnquiryRow],
    centres: list[Centre],
    questionnaire: Form | None = None,
    *,
    reader: UUID,
    moment: str = "opened_at",
) -> list[EnquiryLine]:
    """Say in words what rows hold. Topics come from the questionnaire in force: they seldom change their meaning.

    moment: the name of the time that a line shows.
    """
    if rows and questionnaire is None:
        try:
            questionnaire = form_of(current_version(centres[0]))
        except NoQuestionnaireError:
            questionnaire = None
    return list(_lines(rows, centres, questionnaire, reader, moment))


def _lines(
    rows: list[EnquiryRow], centres: list[Centre], questionnaire: Form | None, reader: UUID, moment: str
) -> Iterator[EnquiryLine]:
    places = {centre.pk: (str(centre), zone_of(centre)) for centre in centres}
    states = {"off": _("closed"), "good": _("open"), "late": str(Urgency.DANGER.label), "soon": str(Urgency.SOON.label)}
    several = differ(centres)
    before, after = reverse("desk:enquiry", args=[ANY_ID]).split(str(ANY_ID))
    for row in rows:
        centre, zone = places[row.centre_id]
        opened_at = row.opened_at.astimezone(zone)
        shown_at = getattr(row, moment).astimezone(zone)
        zone_said = zone_words(shown_at) if several else ""
        urgent = STATES_OF_URGENCY[row.urgency]
        kind = "off" if row.closed_at or row.mistake else urgent
        yield EnquiryLine(
            number=row.number,
            address=SafeString(f"{before}{row.id}{after}"),
            opened_at=opened_at,
            when=month(shown_at) if row.is_coarse else SafeString(f"{shown_at:%d.%m.%Y %H:%M} {zone_said}".rstrip()),
            is_coarse=row.is_coarse,
            zone=SafeString(zone_said),
            centre=centre,
            topics=", ".join(topic_texts(questionnaire, row.topics)) if questionnaire else row.topics,
            urgency="" if urgent == "good" else states[urgent],
            state=_("by mistake") if row.mistake else states[kind],
            state_kind=SafeString(kind),
            is_mine=row.assignee_id == reader,
            chosen=SafeString(f"{row.id}:{row.version}"),
        )
