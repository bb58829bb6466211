"""Opening of texts: the right is checked, then the reading is written down for good, and only then is anything read.

A search opens texts one after the other and reads them for a word. There is no index of words to steal.
"""

import logging
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.background_priority import pages
from bereg.vault import datakeys, keyring, rules, sealing
from bereg.vault.because import Because
from bereg.vault.blind_search import write_down
from bereg.vault.comparing_with_log import demand_none, proven, unproven
from bereg.vault.datakeys import open_key
from bereg.vault.faults import Damaged, Erased, Unwritten, VaultFault, VaultLocked
from bereg.vault.fields import SealedField, field_of, place_of
from bereg.vault.models import Key

logger = logging.getLogger(__name__)
REVEALED = "text.revealed"
COMPARED = "text.compared"  # by the program, which shows it to nobody: no reading by a person
BATCH = 200
T = TypeVar("T")
Closed = Callable[[Any, VaultFault], object]  # is told a record whose text cannot be opened, and why


def reveal(record: Any, field: str, *, by: User | None, because: Because) -> str:
    """Open one text of a record. Raise a VaultFault; never call it inside a transaction of records."""
    return reveal_all(record, [field], by=by, because=because)[field]


def reveal_all(record: Any, fields: Iterable[str], *, by: User | None, because: Because) -> dict[str, str]:
    """Open several texts of one record, written down as one reading."""
    names = list(fields)
    stand = [name for name in names if getattr(record, name)]
    for kind in {field_of(record, name).kind for name in stand or names}:
        rules.check(by, record, kind, because)
    if not stand:
        demand_none(record, names)
        return dict.fromkeys(names, "")
    keyring.require()
    with transaction.atomic(durable=True):  # no entry, no text
        audit.record(REVEALED, target=record, by=by, because=Because(because))
    return open_texts(record, names)


def reveal_parts(
    whole: Any, parts: Sequence[tuple[Any, str]], *, by: User | None, because: Because
) -> list[str | VaultFault]:
    """Open texts of what one record is made of, written down as one reading of that: messages of a conversation.

    Return each text, or why it cannot be opened. Raise NotAllowed; never call it inside a transaction of records.
    """
    for record, name in parts:
        rules.check(by, record, field_of(record, name).kind, because)
    try:
        keyring.require()
    except VaultLocked as locked:
        return [locked for _part in parts]
    with transaction.atomic(durable=True):  # no entry, no text
        audit.record(REVEALED, target=whole, by=by, because=Because(because))
    return [_open_or_fault(record, name) for record, name in parts]


def _open_or_fault(record: Any, name: str) -> str | VaultFault:
    try:
        return open_texts(record, [name])[name]
    except VaultFault as fault:
        return fault


def open_texts(record: Any, names: Iterable[str]) -> dict[str, str]:
    """Open texts without asking or telling anybody: for the vault alone."""
    sealed = _proven(record, list(names))
    wanted = {name: (record.pk, field_of(record, name).kind) for name, value in sealed.items() if value}
    keys = datakeys.fetch(wanted.values())
    return {
        name: sealing.unseal(value, key=keys[wanted[name]], belongs=place_of(record, name)) if value else ""
        for name, value in sealed.items()
    }


def _proven(record: Any, names: list[str]) -> dict[str, bytes]:
    """Return the sealed bytes of texts that were written here. Where the key is gone too, that is what is wrong."""
    try:
        return proven(record, names)
    except (Damaged, Unwritten):
        datakeys.fetch((record.pk, field_of(record, name).kind) for name in names if getattr(record, name))
        raise


def _log(record: Any, fault: VaultFault) -> None:
    logger.error("%s %s cannot be opened: %s", record._meta.label_lower, record.pk, type(fault).__name__)


def search(
    records: Iterable[Any],
    field: str,
    needle: str,
    *,
    by: User | None,
    because: Because = Because.SEARCH,
    progress: Callable[[int], object] = lambda _count: None,
    closed: Closed = _log,
) -> list[UUID]:
    """Return the records of one centre whose text holds `needle`, capital and small letters alike.

    Those that `by` may not read are passed over, and so are erased ones. progress: told how many were looked at, after
    closed was told of each among them that cannot be opened.
    """
    keyring.require()
    sought, found, noted = _plain(needle), [], set[UUID]()
    for batch in _batches(records):
        for centre in {record.centre_id for record in batch} - noted:
            write_down(centre, by=by, because=because)
            noted.add(centre)
        found += [record.pk for record, text in _texts(batch, field, by, because, closed) if sought in _plain(text)]
        progress(len(batch))
    return found


def compare(
    records: Iterable[Any],
    field: str,
    take: Callable[[Any, str], object],
    *,
    by: User,
    because: Because = Because.SEARCH,
    closed: Closed = _log,
) -> None:
    """Hand the texts of many records to a comparison that shows none of them, each opening written down.

    Those that `by` may not read are passed over, and so are erased ones.
    """
    keyring.require()
    for batch in _batches(records):
        readable = [each for each in batch if rules.allows(by, each, field_of(each, field).kind, because)]
        with transaction.atomic(durable=True):  # no entry, no text
            audit.record_many(COMPARED, targets=readable, by=by, because=Because(because))
        for record, text in _texts(batch, field, by, because, closed):
            take(record, text)


def _texts(batch: list[Any], name: str, by: User | None, because: Because, closed: Closed) -> Iterator[tuple[Any, str]]:
    field = field_of(batch[0], name)
    readable = [each for each in batch if getattr(each, name) and rules.allows(by, each, field.kind, because)]
    keys = datakeys.fetch_standing((each.pk, field.kind) for each in readable)
    doubted = unproven(readable, name)
    for each in readable:
        pages.wait()
        try:
            if each.pk in doubted:
                yield each, open_texts(each, [name])[name]  # which looks again, and says what is wrong
            else:
                yield each, _text(each, field, keys.get((each.pk, field.kind)))
        except Erased:
            continue
        except VaultFault as fault:  # one text that cannot be opened must not hide the others
            closed(each, fault)


def _text(record: Any, field: SealedField, key: Key | None) -> str:
    wanted = (record.pk, field.kind)
    plain = open_key(key) if key else datakeys.fetch([wanted])[wanted]  # which says why there is none
    return sealing.unseal(bytes(getattr(record, field.name)), key=plain, belongs=place_of(record, field.name))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch
