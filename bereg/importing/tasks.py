"""A dry run or an import as a task: nobody has to wait at a page.

A killed task is queued again and begins anew. Rows that are there already are known by their keys, so none comes twice.
"""

import logging
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.row_access import reach_of
from bereg.centres.scope import CentreBound, beyond
from bereg.core.toml_tables import MappingError, mistake
from bereg.counting.months import name as month_name
from bereg.importing import acts, sealed_upload
from bereg.importing.checking import Plan, check
from bereg.importing.counters import ImportTally
from bereg.importing.destination import find_destination, set_stage
from bereg.importing.mapping import mapping_of
from bereg.importing.models import RegisterImport, RunOutcome
from bereg.importing.queries import import_of
from bereg.importing.reading import open_source
from bereg.importing.rejects import rejects_csv
from bereg.importing.run import import_rows
from bereg.importing.sealed_upload import Summary
from bereg.importing.source_rows import SourceError
from bereg.importing.summary import lines_of, reject_lines
from bereg.importing.table import Source

logger = logging.getLogger(__name__)
ENDS = {RunOutcome.TRIED: acts.TRIED, RunOutcome.IMPORTED: acts.DONE}


class StoppedError(Exception):
    """Who began the run does not want it any more."""


def fitted(text: str, file: Path, centre: Centre) -> tuple[Source, Plan]:
    """Hold a mapping against the file and the centre. Raise MappingError, SourceError."""
    mapping = mapping_of(text)
    if mapping.centre.code != centre.code:
        remedy = _("this register goes to %(code)r; to import it elsewhere, upload it there") % {"code": centre.code}
        raise MappingError([mistake("centre.code", remedy)])
    source = open_source(file, mapping.reading)
    return source, check(mapping, source, find_destination(mapping.centre))


@task
def run_import(*, register: str, person: str) -> None:
    """Do what was begun, as far as its person still may; what fails says its kind alone, as errors are stored."""
    by = User.objects.get(pk=person)
    with reach_of(by):
        found = import_of(by, UUID(register)) if by.is_active and by.may(Permission.IMPORT) else None
    if found is None:
        _end_unfinished(UUID(register))
    if found is None or not found.is_running:
        return
    with translation.override(by.language), beyond("import"):
        try:
            _run(found, by)
        except StoppedError:
            _end(found, RunOutcome.STOPPED, by)
        except (MappingError, SourceError):
            _end(found, RunOutcome.UNFIT, by)
        except Exception as problem:  # the person must not wait for ever
            logger.error("An import failed: %s", type(problem).__name__)
            _end(found, RunOutcome.FAILED, by)


def _run(found: RegisterImport, by: User) -> None:
    file, text = sealed_upload.file_of(found, by=by), sealed_upload.mapping_of(found, by=by)
    source, plan = fitted(text, file, found.centre)
    if not found.is_dry:
        set_stage(plan.mapping.centre, plan.sections)
    mine = _mine(found).filter(is_cancelled=False)
    mine.update(total=source.count)
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        if not mine.update(done=done):
            raise StoppedError

    tally = import_rows(source, plan, is_dry=found.is_dry, progress=told)
    _keep(found, tally, source, plan, by)


def _keep(found: RegisterImport, tally: ImportTally, source: Source, plan: Plan, by: User) -> None:
    """Keep what the run said. Once a register is imported, the file itself is not needed any more."""
    said = [*lines_of(tally, plan, source, dry_run=found.is_dry), *reject_lines(tally)]
    late_month = month_name(tally.late_month) if tally.late_month else ""
    counts = (tally.read, tally.imported, tally.standing, len(tally.rejects))
    summary = Summary(*counts, list(source.notices), said, tally.late, late_month)
    rejects = rejects_csv(source.columns, source.separator, tally.rejects) if tally.rejects else b""
    with transaction.atomic():
        # Locked before anything is sealed: what was thrown away has lost its key, and gets no other one.
        if not _mine(found).select_for_update(of=("self",)).exists():
            raise StoppedError
        before, digest = found.rejects.name, sealed_upload.nothing(sealed_upload.REJECTS)
        found.rejects = ""
        if rejects:
            digest = sealed_upload.put_file(found, sealed_upload.REJECTS, rejects)
        columns: dict[str, object] = {
            **sealed_upload.put_text(found, sealed_upload.SUMMARY, sealed_upload.written(summary))
        }
        columns["rejects"] = found.rejects.name or ""
        if not found.is_dry:
            columns["content"] = ""
            digest += sealed_upload.nothing(sealed_upload.CONTENT)
        _end(found, RunOutcome.TRIED if found.is_dry else RunOutcome.IMPORTED, by, digest, **columns)
        sealed_upload.take_away(before, "" if found.is_dry else found.content.name)


@beyond("import")
def _end_unfinished(register: UUID) -> None:
    """End the run of somebody who may import no more: while it goes on, no colleague can import into the centre."""
    found = RegisterImport.objects.everywhere(because="import").filter(pk=register, begun_at__isnull=False).first()
    if found:
        _end(found, RunOutcome.FAILED, None)


@transaction.atomic
def _end(found: RegisterImport, outcome: RunOutcome, by: User | None, digest: bytes = b"", **columns: object) -> None:
    """End the run, with its act, unless it ended already."""
    if _mine(found).update(ended_at=timezone.now(), outcome=outcome, **columns):
        audit.record(ENDS.get(outcome, acts.STOPPED), target=found, by=by, because=outcome, sha256=digest)


def _mine(found: RegisterImport) -> CentreBound[RegisterImport]:
    """Match the register while this very run of it goes on."""
    return RegisterImport.objects.of(found).filter(task=found.task, ended_at=None)
