"""The copy of the ledger off this machine: what a restore must have, or erased texts come back with a backup.

Each line carries its number and a signature. So a line that is missing is missed, and one that somebody has added, to
have texts destroyed, is not believed. A line that stands twice is the same erasure.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from bereg.audit.chain import sub_key
from bereg.core.durable_files import append
from bereg.vault.ledger import BATCH, LedgerEntry, line_of, settled
from bereg.vault.models import LedgerLine

FILE = "bereg-erasures.jsonl"
Numbered = tuple[int, LedgerEntry]  # from 1


@dataclass
class Copied:
    """What a copy holds: the lines in the order of the file; where one cannot be read or was not signed here."""

    lines: list[Numbered] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)


def copy_to(folder: Path, *, key: bytes) -> list[LedgerEntry]:
    """Add to the file in a folder off this machine the lines that it lacks. Return all that it has then.

    Compared with the file itself: another stick, or one whose file was damaged, gets what it lacks too. key: that of
    the audit log.
    """
    rows = settled()
    lines = [line_of(row) for row in rows]
    held = set(read(folder, key=key).lines)
    missing = [each for each in enumerate(lines, 1) if each not in held]
    if missing:
        append(folder / FILE, "".join(f"{_as_text(*each, key=key)}\n" for each in missing))
    pending = [row.pk for row in rows if row.copied_at is None]
    for start in range(0, len(pending), BATCH):
        LedgerLine.objects.filter(pk__in=pending[start : start + BATCH]).update(copied_at=timezone.now())
    return lines


def read(folder: Path, *, key: bytes) -> Copied:
    """Read a copy as far as it can be read and believed; a file that is not there has no lines."""
    copied, file = Copied(), folder / FILE
    if not file.exists():
        return copied
    for number, text in enumerate(file.read_bytes().split(b"\n"), 1):
        if text:
            copied.lines += (found := list(_read(text, key)))
            copied.doubted += [] if found else [f"{file}:{number}"]
    return copied


def _as_text(number: int, line: LedgerEntry, *, key: bytes) -> str:
    values = {
        "number": number,
        "record": line.record_hash.hex(),
        "kind": line.kind,
        "because": line.because,
        "erased_at": line.erased_at.isoformat(),
    }
    return json.dumps(values | {"signature": _signature(values, key)}, sort_keys=True)


def _read(text: bytes, key: bytes) -> Iterator[Numbered]:
    """Yield the line, if it is one that was signed with this key."""
    try:
        values: dict[str, Any] = json.loads(text)
        if hmac.compare_digest(values.pop("signature"), _signature(values, key)):
            at = dt.datetime.fromisoformat(values["erased_at"])
            yield values["number"], LedgerEntry(bytes.fromhex(values["record"]), values["kind"], values["because"], at)
    except (ValueError, KeyError, TypeError, AttributeError):
        return


def _signature(values: dict[str, Any], key: bytes) -> str:
    text = json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hmac.digest(sub_key(key, "ledger"), text, "sha256").hex()
