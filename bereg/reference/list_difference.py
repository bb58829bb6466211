"""How a list of a register differs from what stands."""

from dataclasses import dataclass, field

from bereg.reference.drafts import Incoming
from bereg.reference.models import ReferenceEntry


@dataclass(frozen=True)
class ListDifference:
    """How a reading differs from what stands.

    left_out: what it holds and somebody here has withdrawn, or is writing again since.
    """

    kind: str
    added: list[Incoming] = field(default_factory=list)
    changed: list[tuple[ReferenceEntry, Incoming]] = field(default_factory=list)
    same: list[ReferenceEntry] = field(default_factory=list)
    gone: list[ReferenceEntry] = field(default_factory=list)
    left_out: list[ReferenceEntry] = field(default_factory=list)
    is_whole: bool = True

    @property
    def needs_second_look(self) -> bool:
        """Tell whether half of what stood is gone or more: such a file is rather cut off than true."""
        stood = len(self.changed) + len(self.same) + len(self.gone)
        return stood > 0 and 2 * len(self.gone) >= stood
