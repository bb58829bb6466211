"""The emergency steps of a centre: its own text, or the program's."""

from dataclasses import dataclass

from bereg.centres.models import Centre
from bereg.dangers.choices import ProcedureKind
from bereg.dangers.models import Procedure
from bereg.dangers.standard_steps import STANDARD


@dataclass(frozen=True)
class Steps:
    """One procedure as it stands. number: of its version; 0 where nobody has written any."""

    kind: ProcedureKind
    number: int
    lines: list[str]
    is_own: bool  # written by the centre

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def steps_of(centre: Centre, kind: ProcedureKind) -> Steps:
    """Return the steps of one kind at a centre."""
    return all_steps(centre)[kind]


def all_steps(centre: Centre) -> dict[ProcedureKind, Steps]:
    """Return the steps of every kind at a centre, read at once."""
    written = {each.kind: each for each in Procedure.objects.of_centres([centre]).order_by("number")}
    return {kind: _as_it_stands(kind, written.get(kind)) for kind in ProcedureKind}


def lines_in(text: str) -> list[str]:
    """Return the steps of a text, one a line, without what is empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _as_it_stands(kind: ProcedureKind, written: Procedure | None) -> Steps:
    own = lines_in(written.text) if written else []
    return Steps(kind, written.number if written else 0, own or [str(step) for step in STANDARD[kind]], bool(own))
