"""An enquiry that another centre passed on: one of the own centre, without a contact, which no figure counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.core.compiled_queries import carry_out, insert_new
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries import texts
from bereg.enquiries.acts import RECEIVED, WRITTEN
from bereg.enquiries.code_words import new_code_word
from bereg.enquiries.models import Enquiry, Entry
from bereg.enquiries.numbers import Series, taken, taking
from bereg.enquiries.part_texts import seal_each
from bereg.enquiries.registration import Matter
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import form_of
from bereg.vault import actions as vault


@dataclass(frozen=True)
class PassedOn:
    """What came from another centre. `id` is always the same for one passing. An empty code word is drawn anew.

    said: what was said at further contacts, by moment.
    """

    id: UUID
    centre: Centre
    questionnaire: Version
    matter: Matter
    code_word: str
    said: Mapping[dt.datetime, str]
    at: dt.datetime


def sealed(passed: PassedOn, *, by: User) -> tuple[Enquiry, list[Entry]]:
    """Seal what came under the keys of its new centre. Call it outside transactions. Raise NotStoredError."""
    columns, typed = passed.matter.parted(form_of(passed.questionnaire, home_country=passed.centre.country))
    made = Enquiry(
        id=passed.id,
        centre=passed.centre,
        questionnaire=passed.questionnaire,
        opened_at=passed.at,
        last_contact_at=passed.at,
        entered_at=passed.at,
        entered_by=by,
        assignee=by,
        is_received=True,
        **columns,
    )
    word = passed.code_word or new_code_word(by.language)
    (own,) = texts.seal([(made, {**typed, texts.CODE_WORD: word})])
    for name, value in own.items():
        setattr(made, name, value)
    entries = [
        Entry(id=uuid5(passed.id, at.isoformat()), centre=passed.centre, enquiry=made, written_at=at)
        for at in passed.said
    ]
    pairs = list(zip(entries, passed.said.values(), strict=True))
    for entry, text in zip(entries, seal_each("text", pairs), strict=True):
        entry.text = text
    return made, entries


def store(made: Enquiry, entries: list[Entry], *, by: User) -> Enquiry:
    """Store what `sealed` returned, with a number of its new centre, in the transaction around."""
    series = Series(made.centre, in_zone(made.opened_at, made.centre).year)
    (number,) = carry_out(taking(series))
    (made.number,) = taken(series, number)
    if not insert_new(made):
        raise NotStoredError
    Entry.objects.bulk_create(entries)
    audit.record(RECEIVED, target=made, by=by, sha256=vault.written_new(made))
    digests = [vault.written_new(each) for each in entries]
    audit.record_many(WRITTEN, targets=list(entries), by=by, because="received", digests=digests)
    return made
