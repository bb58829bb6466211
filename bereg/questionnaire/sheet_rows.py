"""One row of a sheet, with the columns named as pyxform names them."""

import re
from dataclasses import dataclass
from typing import Any

from bereg.core.growing_lists import growing_lists
from bereg.questionnaire.questions import CLOSED, QuestionKind

_SELECT = re.compile(
    r"(?P<many>select_one|select_multiple)(?P<file>_from_file)? (?P<list>\S+)"
    r"(?P<other> (?:or_other|or other))?"
)
_CONTROL = re.compile(r"(?P<end>begin|end)[_ ](?P<what>group|repeat|loop)\b.*")
PLAIN_KINDS = frozenset(QuestionKind) - CLOSED


@dataclass(frozen=True)
class SurveyRow:
    """A row of the sheet `survey`."""

    number: int
    cells: dict[str, Any]

    def text(self, *path: str) -> str:
        """Return the content of a cell, such as `relevant` of `bind`."""
        cell = self.cells_of(*path)
        return str(cell).strip() if cell and not isinstance(cell, dict) else ""

    def cells_of(self, *path: str) -> Any:
        """Return the same, or the cells of a text by language."""
        cell: Any = self.cells
        for step in path:
            cell = cell.get(step, "") if isinstance(cell, dict) else ""
        return cell

    @property
    def type(self) -> str:
        return self.text("type")

    @property
    def name(self) -> str:
        return self.text("name")

    @property
    def label(self) -> "str | dict[str, str]":
        return self.cells.get("label") or ""

    @property
    def select(self) -> re.Match[str] | None:
        return _SELECT.fullmatch(self.type)

    @property
    def control(self) -> re.Match[str] | None:
        return _CONTROL.fullmatch(self.type)

    @property
    def kind(self) -> QuestionKind | None:
        """What the question asks for; None for a group or a type that is not known."""
        if self.select:
            if self.select["file"] and self.select["list"] in growing_lists():
                return QuestionKind.CODE
            return QuestionKind.SELECT_MULTIPLE if self.select["many"] == "select_multiple" else QuestionKind.SELECT_ONE
        return QuestionKind(self.type) if self.type in PLAIN_KINDS else None

    @property
    def opens_group(self) -> bool:
        return self.control is not None and self.control["end"] == "begin"

    @property
    def closes_group(self) -> bool:
        return self.control is not None and self.control["end"] == "end"


@dataclass(frozen=True)
class ChoiceRow:
    """A row of the sheet `choices`."""

    number: int
    cells: dict[str, Any]

    @property
    def list_name(self) -> str:
        return str(self.cells.get("list name", "")).strip()

    @property
    def code(self) -> str:
        return str(self.cells.get("name", "")).strip()

    @property
    def group(self) -> str:
        return str(self.cells.get("group", "")).strip()

    @property
    def label(self) -> "str | dict[str, str]":
        return self.cells.get("label") or ""
