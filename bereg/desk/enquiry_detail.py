"""The file of one enquiry in words: its answers, its time line and its history."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.queries import names_of
from bereg.audit.act_words import words
from bereg.enquiries.entries import entries_of, opened
from bereg.enquiries.forms import TYPED, questions_of
from bereg.enquiries.panels import Dated, dated_on
from bereg.enquiries.parts import acts_on
from bereg.enquiries.queries import contacts_of
from bereg.enquiries.texts import TYPED_ANSWERS, Opened
from bereg.questionnaire.form import Form
from bereg.questionnaire.wording import answer_text
from bereg.vault.because import Because


@dataclass(frozen=True)
class Answered:
    """One question with its answer in words."""

    label: str
    answer: str
    is_answered: bool


@dataclass(frozen=True)
class Act:
    """One act with its author's name."""

    at: dt.datetime
    what: str
    who: str


def answers_of(enquiry: Any, questionnaire: Form, texts: Opened | None) -> list[Answered]:
    """Return every question of the enquiry's own questionnaire that was relevant, the unasked ones too.

    texts: None where the reader may not open them, so that nobody can tell whether a typed answer is there.
    """
    answers = enquiry.answers | (texts.typed if texts else {})
    centre = enquiry.centre
    now = timezone.localtime(timezone=ZoneInfo(centre.time_zone))
    shown = questionnaire.relevant(answers, home_country=centre.country, now=now)
    closed = _closed_words(enquiry, texts)
    return [
        Answered(
            question.label(),
            answer_text(question, answers.get(question.name, "")),
            question.name in answers,
        )
        if not (closed and question.kind in TYPED and question.name not in answers)
        else Answered(question.label(), closed, is_answered=False)
        for question in questions_of(questionnaire)
        if question.name in shown or question.name in answers
    ]


def _closed_words(enquiry: Any, texts: Opened | None) -> str:
    """Say why the typed answers are not there; "" where they are, or there are none."""
    if texts is None:
        return _("not shown to you") if enquiry.typed_answers else ""
    return _("cannot be opened") if TYPED_ANSWERS in texts.closed else ""


def timeline_of(enquiry: Any, person: Any, *, because: Because) -> list[Dated]:
    """Return the contacts of an enquiry with what was said at each, and what other rooms have for it, newest last.

    Never call it inside a transaction: what the person may read is opened.
    """
    written = [opened(entry, by=person, because=because) for entry in entries_of(enquiry)]
    said = {each.entry.contact_id: each for each in written}
    in_order = sorted(contacts_of(enquiry), key=lambda contact: (_minute(contact.started_at), contact.entered_at))
    contacts = [_of_contact(contact, said.get(contact.pk)) for contact in in_order]
    others = [_of_entry(each) for each in written if each.entry.contact_id is None]
    return sorted([*contacts, *others, *dated_on(enquiry, person)], key=lambda item: _minute(item.at))


def _minute(moment: dt.datetime) -> dt.datetime:
    """Leave the seconds away: a time that somebody typed has none, and would come before what it follows."""
    return moment.replace(second=0, microsecond=0)


def _of_contact(contact: Any, said: Any) -> Dated:
    words = f"{contact.get_channel_display()}, {contact.get_direction_display()}"
    shows, precision = {"contact": contact, "said": said}, contact.precision
    return Dated(contact.started_at, words, template="desk/dated_contact.html", shows=shows, precision=precision)


def _of_entry(said: Any) -> Dated:
    return Dated(said.entry.written_at, _("note"), template="desk/dated_entry.html", shows={"said": said})


def acts_of(enquiry: Any) -> list[Act]:
    """Return what happened to an enquiry and what hangs on it, the oldest first, each act with its author."""
    told = {code: act for code, act in words().items() if act.on_file}
    entries = [entry for entry in acts_on(enquiry) if entry.action in told]
    given = {entry.because for entry in entries if told[entry.action].names_person}
    names = names_of({entry.actor for entry in entries} | given)
    zone = ZoneInfo(enquiry.centre.time_zone)
    return [
        Act(entry.at.astimezone(zone), _what(entry, names), names.get(entry.actor, _("the program")))
        for entry in entries
    ]


def _what(entry: Any, names: dict[str, str]) -> str:
    act = words()[entry.action]
    return f"{act.on_file} {names.get(entry.because, '—')}" if act.names_person else str(act.on_file)
