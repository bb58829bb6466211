"""Files that come with letters: sealed before anything of them is stored, and gone again where nothing was."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bereg.audit import actions as audit
from bereg.conversations.models import Attachment, Message, Thread
from bereg.mailbox.acts import CAME
from bereg.mailbox.file_kinds import InboundFile
from bereg.mailbox.models import QuarantinedLetter
from bereg.vault import actions as vault


@dataclass
class SealedFiles:
    """Attachments that are sealed, and not stored as records yet, with the digest of each."""

    made: list[tuple[Attachment, bytes]] = field(default_factory=list)

    def store(self) -> None:
        """Store the records, in the transaction of their letter."""
        for attachment, digest in self.made:
            attachment.save(force_insert=True)
            audit.record(CAME, target=attachment, by=None, sha256=digest)


@contextmanager
def sealed(files: Sequence[InboundFile], thread: Thread, message: Message) -> Iterator[SealedFiles]:
    """Seal the files of a message; where the block fails, they go again. Raise VaultFault."""
    found = SealedFiles()
    try:
        for position, each in enumerate(files):
            made = Attachment(
                id=uuid4(),
                centre_id=thread.centre_id,
                thread=thread,
                message=message,
                position=position,
                type=each.kind,
                bytes=len(each.content),
            )
            made.name = vault.seal(made, "name", each.name)
            found.made.append((made, put(made, "file", each.content)))
        yield found
    except BaseException:
        for attachment, _digest in found.made:
            take_away(attachment, "file")
        raise


def put(record: Attachment | QuarantinedLetter, name: str, content: bytes) -> bytes:
    """Seal a file onto a record. Return the digest for the act that stores it. Raise VaultFault."""
    sealing = vault.seal_file(record, name, [content])
    getattr(record, name).save(f"{uuid4()}.sealed", ContentFile(b"".join(sealing)), save=False)
    return vault.written_file(name, sealing.sha256)


def take_away(record: Any, name: str) -> None:
    """Delete a sealed file whose record was not stored."""
    if getattr(record, name).name:
        default_storage.delete(getattr(record, name).name)
