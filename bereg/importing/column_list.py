"""The columns of a file with what becomes of each, whether the mapping is right yet or not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from bereg.centres.import_sections import ImportTarget
from bereg.importing.mapping_editor import MappingEditor
from bereg.importing.preview import title_of
from bereg.importing.table import Source

Targets = Mapping[str, ImportTarget]


@dataclass(frozen=True)
class ListedColumn:
    """One column. uses: what it becomes; undecided: how many of its values have no code; mistakes: lines about it."""

    name: str
    number: int = 0  # the first is 1
    filled: int = 0
    uses: list[str] = field(default_factory=list)
    is_left_out: bool = False
    undecided: int = 0
    mistakes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sorted:
    """Mistakes, sorted by the columns that they are about, with those that are about none."""

    of_targets: dict[str, list[str]]
    others: list[str]


def sort_mistakes(lines: Iterable[str], targets: Targets, editor: MappingEditor) -> Sorted:
    """Tell which mistakes stand beside a column: a line begins with the place in the mapping that it is about."""
    found = Sorted({}, [])
    for line in lines:
        place = line.partition(":")[0]
        target = next((name for name in targets if place == name or place.startswith(f"{name}.")), "")
        if target and (editor.feed(target).get("column") or editor.switches(target)):
            found.of_targets.setdefault(target, []).append(line.removeprefix(f"{target}: "))
        elif place == "key" and not editor.data.get("key"):
            found.others.append(_("No column tells one row from every other yet: open the one that does."))
        elif place == target and not editor.feed(target):
            found.others.append(
                _("%(what)s: no column says it yet. Open the one that does.")
                % {"what": title_of(target, targets[target])}
            )
        else:
            found.others.append(line)
    return found


def listed_columns(source: Source, editor: MappingEditor, targets: Targets, mistakes: Sorted) -> list[ListedColumn]:
    """Return the columns in the order of the file."""
    return [
        replace(_listed(name, editor, targets, mistakes), number=number, filled=filled)
        for number, (name, filled) in enumerate(zip(source.columns, source.filled, strict=True), start=1)
    ]


def _listed(name: str, editor: MappingEditor, targets: Targets, mistakes: Sorted) -> ListedColumn:
    fed = editor.targets_of(name, targets)
    uses = [_("key")] if editor.is_listed("key", name) else []
    uses += [title_of(target, targets[target]) for target in fed]
    return ListedColumn(
        name,
        uses=uses,
        is_left_out=editor.is_listed("ignore", name) or editor.is_listed("empty", name),
        undecided=sum(1 for target in fed for code in _codes(editor, target) if code == ""),
        mistakes=[line for target in fed for line in mistakes.of_targets.get(target, [])],
    )


def _codes(editor: MappingEditor, target: str) -> Iterator[object]:
    table = editor.feed(target).get("table")
    yield from table.values() if isinstance(table, dict) else ()
