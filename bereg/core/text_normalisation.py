"""One normaliser for every text that comes in, by form, file or mail; and what two of them are compared by."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Any

MOST_MARKS = 8

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# They change the order in which a line is shown, so that a name or a file's ending seems to be another.
BIDI_SIGNS = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM",
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
_BIDI = re.compile(f"[{''.join(BIDI_SIGNS)}]")


class TooLongError(ValueError):
    """A text has more characters than its field takes."""


class Bidi(Enum):
    """What becomes of the controls of writing direction."""

    REMOVE = "remove"  # names, subjects, file names, everything short
    SIGN = "sign"  # narratives: nothing is lost and nothing deceives


def normalise(text: str, *, bidi: Bidi = Bidi.REMOVE, most: int | None = None) -> str:
    """Return a text that either database stores and every reader sees alike. Raise TooLongError above `most`."""
    if most is not None and len(text) > most:  # before any work on it
        raise TooLongError
    if text.isascii() and text.isprintable():  # most fields: codes, numbers, dates
        return text
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii():
        return text
    text = _BIDI.sub(_sign if bidi is Bidi.SIGN else "", _SURROGATES.sub("\ufffd", text))
    # Ordering marks takes the square of their number, so they are cut first; composing may split one mark in two.
    return _cut_marks(unicodedata.normalize("NFC", _cut_marks(text)))


def cleaned(data: Any) -> Any:
    """Return what was read from JSON or TOML with every text in it normalised, names of fields too."""
    if isinstance(data, str):
        return normalise(data)
    if isinstance(data, dict):
        return {cleaned(name): cleaned(value) for name, value in data.items()}
    if isinstance(data, list):
        return [cleaned(each) for each in data]
    return data


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return the text without case, accents, invisible marks and surplus space, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    if not plain.isascii():
        plain = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Cf"})
    return " ".join(plain.split())


def folded_label(label: str, split: str) -> str:
    """Fold what may be several values in one cell: space around the separator does not matter."""
    return split.join(fold(piece) for piece in label.split(split)) if split else fold(label)


def _sign(found: re.Match[str]) -> str:
    return f"\u27e6{BIDI_SIGNS[found[0]]}\u27e7"


def _cut_marks(text: str) -> str:
    """Keep the first eight of each run of combining marks."""
    marks = "".join(letter for letter in set(text) if unicodedata.category(letter) in {"Mn", "Me"})
    if not marks:
        return text
    either = f"[{re.escape(marks)}]"
    return re.sub(f"({either}{{{MOST_MARKS}}}){either}+", r"\1", text)
