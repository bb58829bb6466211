"""Opening of texts: the right is checked, then the reading is written down for good, and only then is anything read."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.vault import datakeys, ring, rules, sealing
from bereg.vault.because import Because
from bereg.vault.faults import Damaged, Unwritten
from bereg.vault.fields import field_of
from bereg.vault.provenance import demand_none, proven
from bereg.vault.writing import place_of

REVEALED = "text.revealed"


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
    ring.require()
    with transaction.atomic(durable=True):  # no entry, no text
        audit.record(REVEALED, target=record, by=by, because=Because(because))
    return open_texts(record, names)


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
