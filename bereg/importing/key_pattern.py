"""What the key of a row looks like, matched in a time that grows with the cell alone: no pattern holds the server.

Python's own expressions may take years for thirty signs. Those of Arrow, which counts our facts, never go back.
"""

from typing import Any


class KeyPattern:
    """A regular expression that a whole cell has to match. Raise ValueError where it is none."""

    def __init__(self, pattern: str) -> None:
        import pyarrow as pa  # slow to load, and few mappings have a pattern
        import pyarrow.compute as pc

        self._array: Any = pa.array
        self._match: Any = pc.match_substring_regex
        self._match(pa.array([""]), pattern)  # what is none by itself could be one within ours
        self.whole = rf"\A(?:{pattern})\z"
        self.matches("")

    def matches(self, cell: str) -> bool:
        """Tell whether all of a cell matches."""
        return bool(self._match(self._array([cell]), self.whole)[0].as_py())
