"""What is done with an uploaded register until it is imported: kept, mapped, begun, stopped, thrown away."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.core.secure_delete import scrub_after_commit
from bereg.core.storage_errors import NotStoredError
from bereg.importing import acts, sealed_upload
from bereg.importing.mapping import reading_of
from bereg.importing.mapping_editor import NO_TOML, MappingEditor
from bereg.importing.models import KEPT, RegisterImport, RunOutcome
from bereg.importing.options import ReadingOptions
from bereg.importing.queries import end_lost, overdue
from bereg.importing.reading import open_source
from bereg.importing.suggested_mapping import suggest
from bereg.importing.tasks import run_import
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)
FOLDER = "imports"


class MappingChangedError(Exception):
    """The mapping was changed in another window, or a run began."""


class BusyError(Exception):
    """A register is being imported into this centre."""


def upload(
    *, file: Path, centre: Centre, reading: ReadingOptions, by: User, like: RegisterImport | None = None
) -> RegisterImport:
    """Keep a file, sealed, with a first mapping. Raise SourceError where it cannot be read, and keep nothing then.

    like: an earlier upload whose mapping it has. Raise VaultFault where that does not open.
    """
    text, reading = _mapping_of(like, reading, by) if like else ("", reading)
    source = open_source(file, reading)
    text = text or suggest(file, source, centre.country, centre.code, reading)
    made = RegisterImport(person=by, centre=centre, ending=_ending(file))
    try:
        digest = sealed_upload.put_file(made, sealed_upload.CONTENT, file.read_bytes())
        sealed_upload.put_text(made, sealed_upload.MAPPING, text)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    with transaction.atomic():
        made.save(force_insert=True)
        audit.record(acts.UPLOADED, target=made, by=by, sha256=digest)
    return made


def _mapping_of(like: RegisterImport, reading: ReadingOptions, by: User) -> tuple[str, ReadingOptions]:
    """Return an earlier mapping, with what is said of this file, and how it is to be read then."""
    text = sealed_upload.mapping_of(like, by=by)
    try:
        editor = MappingEditor(text)
    except NO_TOML:
        return text, reading
    said = {"sheet": list(reading.sheets), "multiline": reading.multiline}
    if any(said.values()):
        editor.put("file", **{**editor.feed("file"), **{name: value for name, value in said.items() if value}})
        text = editor.text
    return text, reading_of(editor.data)


def _ending(file: Path) -> str:
    ending = file.suffix.lower()
    return ending if len(ending) <= 8 and ending[1:].isalnum() and ending.isascii() else ".csv"


def write_mapping(*, found: RegisterImport, text: str, version: int, by: User) -> None:
    """Keep what was typed, right or not; what the last run said is no longer true. Raise MappingChangedError."""
    if text == sealed_upload.mapping_of(found, by=by):  # also of a form that was sent twice
        return
    before = found.rejects.name
    columns = sealed_upload.put_text(found, sealed_upload.MAPPING, text)
    over = {"outcome": RunOutcome.NONE, "summary": b"", "summary_tag": b"", "rejects": "", "begun_at": None}
    with transaction.atomic():
        if not _idle(found, version).update(**columns, **over, version=F("version") + 1):
            raise MappingChangedError
        if before:
            audit.record(acts.MAPPED, target=found, by=by, sha256=sealed_upload.nothing(sealed_upload.REJECTS))
        sealed_upload.take_away(before)
    found.refresh_from_db()


def begin(*, found: RegisterImport, version: int, is_dry: bool, by: User) -> None:
    """Begin a dry run, or the import of what was tried. Raise MappingChangedError, BusyError."""
    waiting = _idle(found, version)
    if not is_dry:
        waiting = waiting.filter(outcome__in=[RunOutcome.TRIED, RunOutcome.STOPPED, RunOutcome.FAILED]).exclude(
            summary=b""
        )
    end_lost(RegisterImport.objects.of_centres([found.centre]))  # a colleague's too: theirs alone would keep us out
    begun = {"begun_at": timezone.now(), "ended_at": None, "is_dry": is_dry, "done": 0, "total": 0}
    try:
        with transaction.atomic():
            task = run_import.enqueue(register=str(found.pk), person=str(by.pk))
            if not waiting.update(**begun, is_cancelled=False, task=UUID(str(task.id))):
                raise MappingChangedError
    except IntegrityError as error:
        raise BusyError from error


def stop(*, found: RegisterImport) -> None:
    """Let a run end at its next step."""
    RegisterImport.objects.of(found).update(is_cancelled=True)


def discard(*, found: RegisterImport, by: User) -> None:
    """Throw an uploaded register away, also while it is being imported: what is imported stays."""
    _forget(RegisterImport.objects.of(found), by=by)


@beyond("retention")
def forget_old(*, now: datetime) -> int:
    """Forget the uploads whose day is over, and sealed files that no record names any more. Return of how many."""
    count = _forget(overdue(now), by=None)
    if not default_storage.exists(FOLDER):
        return count
    every = RegisterImport.objects.everywhere(because="retention").values_list("content", "rejects")
    named = {name for row in every for name in row}
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in named and default_storage.get_modified_time(path) <= now - KEPT:
            default_storage.delete(path)
    return count


def _forget(imports: QuerySet[RegisterImport], *, by: User | None) -> int:
    with transaction.atomic():
        old: Sequence[RegisterImport] = list(imports.select_for_update())
        if old:
            vault.erase_many(old, by=by, because=Because.DRAFT_OVER, kinds={Kind.DRAFT})
            audit.record_many(acts.DISCARDED, targets=list(old), by=by)
            for each in old:
                sealed_upload.take_away(each.content.name, each.rejects.name)
                RegisterImport.objects.of(each).delete()
            scrub_after_commit()
    return len(old)


def _idle(found: RegisterImport, version: int) -> QuerySet[RegisterImport]:
    """Return the record, if nobody changed it since and nothing runs and its file is there."""
    idle = Q(begun_at=None) | Q(ended_at__isnull=False)
    return RegisterImport.objects.of(found).filter(idle, version=version).exclude(outcome=RunOutcome.IMPORTED)
