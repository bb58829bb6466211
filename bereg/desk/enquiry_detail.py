"""The file of one enquiry in words: its answers, its timeline and its history."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.queries import User, names_of
from bereg.audit.act_words import ActWords, words
from bereg.audit.queries import NOBODY, Act
from bereg.centres.clock import in_zone
from bereg.centres.queries import Centre
from bereg.contacts.access import may_correct
from bereg.contacts.acts import CORRECTED
from bereg.contacts.mistakes import Mistake
from bereg.contacts.queries import Contact
from bereg.desk.comparison import correction_words
from bereg.enquiries.entries import OpenedEntry, entries_of, opened
from bereg.enquiries.forms import TYPED, questions_of
from bereg.enquiries.panels import Dated, dated_on
from bereg.enquiries.parts import acts_on
from bereg.enquiries.queries import Enquiry, contacts_of
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
class ShownAct:
    """One act with its author's name."""

    at: dt.datetime
    what: str
    who: str


def answers_of(enquiry: Enquiry, questionnaire: Form, texts: Opened | None) -> list[Answered]:
    """Return every question of the enquiry's own questionnaire that was relevant, the unasked ones too.

    texts: None where the reader may not open them, so that nobody can tell whether a typed answer is there.
    """
    answers = enquiry.answers | (texts.typed if texts else {})
    centre = enquiry.centre
    now = in_zone(timezone.now(), centre)
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


def _closed_words(enquiry: Enquiry, texts: Opened | None) -> str:
    """Say why the typed answers are not there; "" where they are, or there are none."""
    if texts is None:
        return _("not shown to you") if enquiry.typed_answers else ""
    return _("cannot be opened") if TYPED_ANSWERS in texts.closed else ""


def timeline_of(enquiry: Enquiry, person: User, *, because: Because) -> list[Dated]:
    """Return the contacts of an enquiry with what was said at each, and what other rooms have for it, newest last.

    Never call it inside a transaction: what the person may read is opened.
    """
    written = [opened(entry, by=person, because=because) for entry in entries_of(enquiry)]
    said = {each.entry.contact_id: each for each in written}
    in_order = sorted(contacts_of(enquiry), key=lambda contact: (_minute(contact.started_at), contact.entered_at))
    contacts = [_of_contact(contact, said.get(contact.pk), may_correct(person, contact)) for contact in in_order]
    others = [_of_entry(each) for each in written if each.entry.contact_id is None]
    return sorted([*contacts, *others, *dated_on(enquiry, person)], key=lambda item: _minute(item.at))


def _minute(moment: dt.datetime) -> dt.datetime:
    """Leave the seconds away: a time that somebody typed has none, and would come before what it follows."""
    return moment.replace(second=0, microsecond=0)


def _of_contact(contact: Contact, said: OpenedEntry | None, is_correctable: bool) -> Dated:
    words = f"{contact.get_channel_display()}, {contact.get_direction_display()}"
    shows, precision = {"contact": contact, "said": said, "is_correctable": is_correctable}, contact.precision
    return Dated(contact.started_at, words, template="desk/dated_contact.html", shows=shows, precision=precision)


def _of_entry(said: OpenedEntry) -> Dated:
    return Dated(said.entry.written_at, _("note"), template="desk/dated_entry.html", shows={"said": said})


def acts_of(enquiry: Enquiry) -> list[ShownAct]:
    """Return what happened to an enquiry and what hangs on it, the oldest first, each act with its author."""
    # Not those of each look at it, of which there are hundreds in time.
    return told(acts_on(enquiry, actions=_on_file()), enquiry.centre)


def _on_file() -> dict[str, ActWords]:
    return {code: act for code, act in words().items() if act.on_file}


def told(acts: Iterable[Act], centre: Centre) -> list[ShownAct]:
    """Return acts in words, as far as a file tells them, each with its author. The moments are those of the centre."""
    on_file = _on_file()
    entries = [entry for entry in acts if entry.action in on_file]
    given = {entry.because for entry in entries if on_file[entry.action].names_person}
    names = names_of({entry.actor for entry in entries} | given)
    return [ShownAct(in_zone(entry.at, centre), _what(entry, names, centre), _who(entry, names)) for entry in entries]


def _who(entry: Act, names: dict[str, str]) -> str:
    return _("somebody from outside") if entry.actor == NOBODY else names.get(entry.actor, _("the program"))


def _what(entry: Act, names: dict[str, str], centre: Centre) -> str:
    act = words()[entry.action]
    if act.names_person:
        return f"{act.on_file} {names.get(entry.because, '—')}"
    if entry.action == CORRECTED:
        return f"{act.on_file}: {correction_words(entry.because, centre)}"
    if entry.because in Mistake.values:
        return f"{act.on_file}: {Mistake(entry.because).label}"
    return str(act.on_file)
