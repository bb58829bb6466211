"""Checkpoints: where the log and the ledger of erasures ended, kept where a thief of this machine does not reach.

A chain whose newest entries were cut off is whole in itself. Only what was written elsewhere can tell.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bereg.audit.chain import End, sub_key
from bereg.core.durable_files import append as append_to


@dataclass(frozen=True)
class Ledger:
    """Where the ledger of erasures ended: how many lines it had, and a digest over them."""

    lines: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Checkpoint:
    """Both ends at one time, signed with the key of the log."""

    at: str  # ISO, UTC
    seq: int
    mac: str
    ledger: Ledger
    signature: str

    @property
    def end(self) -> End:
        return End(self.seq, bytes.fromhex(self.mac))

    def is_signed_with(self, key: bytes) -> bool:
        """Tell whether the signature is the one that this key makes."""
        return hmac.compare_digest(self.signature.encode("ascii", "replace"), _signature(self, key).encode())


def make(end: End, ledger: Ledger, *, at: dt.datetime, key: bytes) -> Checkpoint:
    """Return a signed checkpoint."""
    bare = Checkpoint(at.astimezone(dt.UTC).isoformat(timespec="seconds"), end.seq, end.mac.hex(), ledger, "")
    return replace(bare, signature=_signature(bare, key))


def append(checkpoint: Checkpoint, place: Path) -> Path:
    """Write a checkpoint to the end of a file; in a folder, to the file of its month. Return the file."""
    file = place / f"bereg-checkpoints-{checkpoint.at[:7]}.jsonl" if place.is_dir() else place
    line = json.dumps(asdict(checkpoint), sort_keys=True)
    append_to(file, f"{line}\n")
    return file


def read(place: Path) -> Iterator[Checkpoint | str]:
    """Yield the checkpoints of a file or a folder, the oldest first; where a line cannot be read, its place."""
    files = sorted(place.glob("bereg-checkpoints-*.jsonl")) if place.is_dir() else [place]
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            try:
                yield _checkpoint(json.loads(line))
            except (TypeError, ValueError, KeyError):
                yield f"{file.name}:{number}"


def _checkpoint(read: dict[str, Any]) -> Checkpoint:
    made = Checkpoint(**{**read, "ledger": Ledger(**read["ledger"])})
    if type(made.seq) is not int or len(made.end.mac) != 32 or type(made.signature) is not str:
        raise ValueError
    dt.datetime.fromisoformat(made.at)
    return made


def _signature(checkpoint: Checkpoint, key: bytes) -> str:
    values = {**asdict(checkpoint), "signature": ""}
    text = json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hmac.digest(sub_key(key, "checkpoint"), text, "sha256").hex()
