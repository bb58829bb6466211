r"""What the key of a row looks like, matched in a time that grows with the cell alone: no pattern holds the server.

Python's own expressions may take years for thirty signs. Those of Arrow, which counts our facts, never go back, but
take \w, \d and \s for those of English alone: here they are of every script, as in Python.
"""

import re
from typing import Any

# What stands in brackets. Each begins and ends with a class, since "\w-x" is never to become a range.
CLASSES = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"\pL_\pM\pN",
    "W": r"\pZ\pC\pS\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}",
    "s": r"\p{Zs}\t-\r\x1c-\x1f\x{85}\p{Zl}\p{Zp}",
    "S": r"\pL\pM\pN\pP\pS\p{Cf}\p{Co}",
}
TOKEN = re.compile(r"\\.|\[:\^?[a-z]+:\]|\[\^?\]?|\]|\{,(?=\d*\})", re.DOTALL)


class KeyPattern:
    """A regular expression that a whole cell has to match. Raise ValueError where it is none."""

    def __init__(self, pattern: str) -> None:
        import pyarrow as pa  # slow to load, and few mappings have a pattern
        import pyarrow.compute as pc

        self._array: Any = pa.array
        self._match: Any = pc.match_substring_regex
        pattern = _of_every_script(pattern)
        self._match(pa.array([""]), pattern)  # what is none by itself could be one within ours
        self.whole = rf"\A(?:{pattern})\z"
        self.matches("")

    def matches(self, cell: str) -> bool:
        """Tell whether all of a cell matches."""
        return bool(self._match(self._array([cell]), self.whole)[0].as_py())


def _of_every_script(pattern: str) -> str:
    """Write an expression of Python's for Arrow. Raise ValueError for what would mean something else there."""
    in_brackets = False

    def written(token: re.Match[str]) -> str:
        nonlocal in_brackets
        text = token[0]
        if text.startswith("\\"):
            return _escape(text, in_brackets=in_brackets)
        if text == "{,":
            return text if in_brackets else "{0,"
        if not text.startswith("[:"):  # the first "]" in brackets is a sign like any other
            in_brackets = not text.endswith("]") if in_brackets else text != "]"
        return text

    return TOKEN.sub(written, pattern)


def _escape(text: str, *, in_brackets: bool) -> str:
    letter = text[1]
    if letter in "bB" and not in_brackets:  # an edge of English words alone
        raise ValueError(f"invalid regular expression: {text}")
    if letter in CLASSES:
        if in_brackets:
            return CLASSES[letter]
        return f"[{CLASSES[letter]}]" if letter.islower() else f"[^{CLASSES[letter.lower()]}]"
    return r"\z" if text == r"\Z" else text
