"""Rare categories put together before anything is counted, by classes that were fixed before data were seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Merges:
    """The classes of one variable: name to codes. rest: the name of the class of codes that no class names.

    Without rest such a code is an error: left as it is it would be an unmerged cell, left out it could be computed.
    """

    classes: Mapping[str, tuple[str, ...]]
    rest: str | None = None

    def __post_init__(self) -> None:
        if any(isinstance(members, str) for members in self.classes.values()):
            raise ValueError("A class needs codes in a list: the letters of one text would be taken for codes")
        codes = Counter(code for members in self.classes.values() for code in members)
        if repeated := sorted(code for code, times in codes.items() if times > 1):
            raise ValueError(f"In more than one class: {', '.join(repeated)}")
        if not all(self.classes.values()) or self.rest in self.classes:
            raise ValueError("A class needs codes, and the rest a name of its own")

    def members(self, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return each class with all codes that it stands for: the condition that defines its cell."""
        known = {code for members in self.classes.values() for code in members}
        others = tuple(sorted(set(codes) - known))
        if others and self.rest is None:
            raise ValueError(f"In no class: {', '.join(others)}")
        return {**self.classes, **({self.rest: others} if others and self.rest is not None else {})}

    def counts(self, counted: Mapping[str, int]) -> dict[str, int]:
        """Return the count of each class from the counts of its codes."""
        return {name: sum(counted.get(code, 0) for code in codes) for name, codes in self.members(counted).items()}
