"""An uploaded register as its pages show it: opened, its mapping held against it, whether that is right or not."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bereg.accounts.models import User
from bereg.centres.import_sections import Destination, ImportTarget
from bereg.centres.scope import beyond
from bereg.core.toml_tables import MappingError
from bereg.importing import preview, sealed_upload
from bereg.importing.column_form import ColumnInWork
from bereg.importing.column_list import ListedColumn, listed_columns, sort_mistakes
from bereg.importing.columns import look_at
from bereg.importing.destination import find_destination, targets_at
from bereg.importing.mapping import CentrePlan, reading_of
from bereg.importing.mapping_editor import NO_TOML, MappingEditor
from bereg.importing.models import RegisterImport
from bereg.importing.reading import open_source
from bereg.importing.source_rows import SourceError
from bereg.importing.suggested_mapping import hints_at
from bereg.importing.table import Source
from bereg.importing.tasks import fitted


@dataclass(frozen=True)
class Looked:
    """What there is to see. mistakes: lines about no column; is_right: whether there are none at all."""

    mistakes: list[str] = field(default_factory=list)
    is_right: bool = False
    notices: tuple[str, ...] = ()
    how: str = ""
    count: int = 0
    columns: list[ListedColumn] = field(default_factory=list)
    rows: list[preview.PreviewRow] = field(default_factory=list)
    editor: MappingEditor | None = None  # None: the text is no TOML
    targets: dict[str, ImportTarget] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """Every mistake."""
        return [*self.mistakes, *(f"{each.name}: {line}" for each in self.columns for line in each.mistakes)]


def look(found: RegisterImport, *, by: User) -> Looked:
    """Hold the mapping against the file. Raise VaultFault."""
    file, text = sealed_upload.file_of(found, by=by), sealed_upload.mapping_of(found, by=by)
    try:
        editor = MappingEditor(text)
        source = open_source(file, reading_of(editor.data))
    except NO_TOML as error:
        return Looked([str(error)])
    except SourceError as error:
        return Looked([str(error)])
    targets = targets_at(_destination(found))
    looked = Looked(
        notices=source.notices, how=source.how, count=source.count, editor=editor, targets=targets, is_right=True
    )
    lines: list[str] = []
    try:
        with beyond("import"):
            looked = replace(looked, rows=preview.first_rows(*fitted(text, file, found.centre)))
    except MappingError as error:
        lines = error.lines
    except SourceError as error:
        lines = [str(error)]
    mistakes = sort_mistakes(lines, targets, editor)
    columns = listed_columns(source, editor, targets, mistakes)
    return replace(looked, mistakes=mistakes.others, is_right=not lines, columns=columns)


def column_of(found: RegisterImport, number: int, *, by: User) -> ColumnInWork | None:
    """Return one column, the first being 1; None where there is none, or nothing to change. Raise VaultFault."""
    file, text = sealed_upload.file_of(found, by=by), sealed_upload.mapping_of(found, by=by)
    try:
        editor = MappingEditor(text)
        source = open_source(file, reading_of(editor.data))
    except (*NO_TOML, SourceError):
        return None
    if not 0 < number <= len(source.columns):
        return None
    column = look_at(source.columns[number - 1], _counted(source, number - 1))
    return ColumnInWork(column, editor, targets_at(_destination(found)), hints_at(found.centre.country))


def _counted(source: Source, at: int) -> Counter[str]:
    return Counter(row.cells[at] for row in source.rows() if not row.problem)


def _destination(found: RegisterImport) -> Destination:
    return find_destination(CentrePlan(found.centre.code))
