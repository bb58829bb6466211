"""The rules of a publication: how strong the noise is, and which cells disappear in the class of the small."""

from dataclasses import dataclass, field
from enum import Enum


class Mark(Enum):
    """What can stand in the place of a number."""

    SMALL = "small"
    SUPPRESSED = "suppressed"
    UNPUBLISHED = "unpublished"


SMALL = Mark.SMALL
Shown = int | Mark


@dataclass(frozen=True)
class Rules:
    """How figures are protected: D, V, js, h and s.

    class_below: h, a perturbed count below it is shown as "<h", a true zero included. shown_from: s, no true count
    below it may ever be shown as a number, which h >= s + D ensures. Raise ValueError where h is too small for that.
    """

    max_deviation: int = 5
    variance: float = 3.0
    smallest: int = 2
    class_below: int = 10
    shown_from: int = 5
    monotone: bool | tuple[bool, ...] = field(default=True)

    def __post_init__(self) -> None:
        needed = self.shown_from + self.max_deviation
        if not self.class_below >= needed:  # so that NaN, below which nothing is, is refused too
            raise ValueError(
                f"A true count below {self.shown_from} could be shown as {needed - 1}:"
                f" the class of small figures must reach up to {needed} at least, not {self.class_below}"
            )

    def shown(self, perturbed: int) -> Shown:
        """Return what is shown of a perturbed count: the number, or the class of the small."""
        return SMALL if perturbed < self.class_below else perturbed


def text(shown: Shown, rules: Rules) -> str:
    """Say what is shown in signs that need no translation."""
    return f"<{rules.class_below}" if shown is SMALL else str(shown)
