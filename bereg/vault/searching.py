"""Searching in texts: they are opened one after the other and read for a word. There is no index of words to steal."""

import logging
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from bereg.accounts.models import User
from bereg.vault import datakeys, ring, rules, sealing
from bereg.vault.because import Because
from bereg.vault.datakeys import open_key
from bereg.vault.faults import VaultFault
from bereg.vault.fields import SealedField, field_of
from bereg.vault.finding import write_down
from bereg.vault.models import Key
from bereg.vault.writing import place_of

logger = logging.getLogger(__name__)
BATCH = 200
T = TypeVar("T")


def search(
    records: Iterable[Any],
    field: str,
    needle: str,
    *,
    by: User | None,
    because: Because = Because.SEARCH,
    progress: Callable[[int], object] = lambda _count: None,
) -> list[UUID]:
    """Return the records of one centre whose text holds `needle`, capital and small letters alike.

    Those that `by` may not read are passed over, and so are erased ones. progress: told how many were looked at.
    """
    ring.require()
    sought, found, noted = _plain(needle), [], set[UUID]()
    for batch in _batches(records):
        for centre in {record.centre_id for record in batch} - noted:
            write_down(centre, by=by, because=because)
            noted.add(centre)
        found += [record.pk for record, text in _texts(batch, field, by, because) if sought in _plain(text)]
        progress(len(batch))
    return found


def _texts(batch: list[Any], name: str, by: User | None, because: Because) -> Iterator[tuple[Any, str]]:
    field = field_of(batch[0], name)
    readable = [each for each in batch if getattr(each, name) and rules.allows(by, each, field.kind, because)]
    keys = datakeys.fetch_standing((each.pk, field.kind) for each in readable)
    for each in readable:
        key = keys.get((each.pk, field.kind))
        text = None if key is None else _text(each, field, key)
        if text is not None:
            yield each, text


def _text(record: Any, field: SealedField, key: Key) -> str | None:
    try:
        sealed = bytes(getattr(record, field.name))
        return sealing.unseal(sealed, key=open_key(key), belongs=place_of(record, field.name))
    except VaultFault as fault:  # one text that cannot be opened must not hide the others
        logger.error("%s %s cannot be opened: %s", record._meta.label_lower, record.pk, type(fault).__name__)
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch
