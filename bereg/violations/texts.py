"""Who is named in a violation: sealed, indexed, and opened for one page alone."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.blind_index import IndexKind
from bereg.vault.faults import NotAllowed, VaultFault
from bereg.violations.keys import address_key, name_key, tax_key
from bereg.violations.models import DETAILS, Violation

logger = logging.getLogger(__name__)
INDEXED_BY = {
    "name": ("name_index", IndexKind.FIRM, name_key),
    "tax_number": ("tax_index", IndexKind.TAX_NUMBER, tax_key),
    "address": ("address_index", IndexKind.ADDRESS, address_key),
}


@dataclass(frozen=True)
class Firm:
    """Who is named, as somebody wrote it. is_closed: it stands there and cannot be opened."""

    name: str = ""
    tax_number: str = ""
    address: str = ""
    doing: str = ""
    is_closed: bool = False

    def texts(self) -> dict[str, str]:
        """Return the texts by their fields."""
        return {name: getattr(self, name) for name in DETAILS}

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Return what a form has, or a vault that was opened."""
        name, tax_number, address, doing = (str(values.get(each, "")) for each in DETAILS)
        return cls(name, tax_number, address, doing)


def opened(violation: Violation, *, by: User, because: Because = Because.CASE_WORK) -> Firm:
    """Open who is named, written down as one reading. Never call it inside a transaction. Raise NotAllowed."""
    try:
        return Firm.of(vault.reveal_all(violation, DETAILS, by=by, because=because))
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(violation, DETAILS[0], fault)
        return Firm(is_closed=True)


def sealed(violation: Violation, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Seal texts, with the index of each that has one: columns of the record. Raise NotStoredError."""
    return sealed_many([(violation, texts)])[0]


def sealed_many(items: Sequence[tuple[Violation, Mapping[str, str]]]) -> list[dict[str, bytes]]:
    """Seal the texts of many, with few statements. Raise NotStoredError."""
    try:
        columns = vault.seal_many(list(items))
        return [own | _indexes(texts) for own, (_violation, texts) in zip(columns, items, strict=True)]
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault


def _indexes(texts: Mapping[str, str]) -> dict[str, bytes]:
    indexed = ((name, *how) for name, how in INDEXED_BY.items() if name in texts)
    return {column: _index(kind, key(texts[name])) for name, column, kind, key in indexed}


def _index(kind: IndexKind, key: str) -> bytes:
    """Return an index under the key that all centres share; b"" where there is nothing to compare."""
    return vault.index(None, kind, key) if key else b""
