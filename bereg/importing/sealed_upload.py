"""What is sealed of an uploaded register, put away and opened again."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from bereg.accounts.models import User
from bereg.audit.digests import NOTHING
from bereg.importing.in_memory_file import held
from bereg.importing.models import RegisterImport
from bereg.vault import actions as vault
from bereg.vault.because import Because

CONTENT, REJECTS, MAPPING, SUMMARY = "content", "rejects", "mapping", "summary"
NAME = "register"


@dataclass(frozen=True)
class Summary:
    """What a run said. lines: as the command prints them; notices: what to look at before anything is stored."""

    read: int
    imported: int
    standing: int
    rejected: int
    notices: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    late: int = 0  # rows with a day in a closed month
    late_month: str = ""  # which counts them


def put_text(found: RegisterImport, name: str, text: str) -> dict[str, bytes]:
    """Seal a text onto the record. Return the columns that are to be stored. Raise VaultFault."""
    sealed = vault.seal(found, name, text)
    columns = {name: sealed, f"{name}_tag": vault.tag(found, name, sealed)}
    for column, value in columns.items():
        setattr(found, column, value)
    return columns


def put_file(found: RegisterImport, name: str, content: bytes) -> bytes:
    """Seal a file onto the record. Return the digest for the act that stores it. Raise VaultFault."""
    sealing = vault.seal_file(found, name, [content])
    getattr(found, name).save(f"{uuid4()}.sealed", ContentFile(b"".join(sealing)), save=False)
    return vault.written_file(name, sealing.sha256)


def nothing(*names: str) -> bytes:
    """Return the digest for an act that has emptied these files."""
    return b"".join(vault.written_file(name, NOTHING) for name in names)


def take_away(*names: str | None) -> None:
    """Delete sealed files once the transaction at hand is over."""
    for name in filter(None, names):
        transaction.on_commit(lambda name=name: default_storage.delete(name), robust=True)  # type: ignore[misc]


def file_of(found: RegisterImport, *, by: User) -> Path:
    """Open the uploaded file. Raise VaultFault."""
    pieces = vault.open_file(found, CONTENT, by=by, because=Because.IMPORT)
    return held(f"{NAME}{found.ending}", b"".join(pieces))


def rejects_of(found: RegisterImport, *, by: User) -> bytes:
    """Open the rejected rows. Raise VaultFault."""
    return b"".join(vault.open_file(found, REJECTS, by=by, because=Because.IMPORT))


def mapping_of(found: RegisterImport, *, by: User) -> str:
    """Open the mapping. Raise VaultFault."""
    return vault.reveal(found, MAPPING, by=by, because=Because.IMPORT)


def summary_of(found: RegisterImport, *, by: User) -> Summary:
    """Open what the last run said. Raise VaultFault."""
    return Summary(**json.loads(vault.reveal(found, SUMMARY, by=by, because=Because.IMPORT)))


def written(summary: Summary) -> str:
    """Return a summary as it is sealed."""
    return json.dumps(asdict(summary), ensure_ascii=False)
