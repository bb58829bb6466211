"""Bytes of a letter as text, whatever charset they claim to have."""

import codecs
import re

from bereg.core.encodings import guess_encoding

# Python's own list holds more than charsets: one of them takes the square of the length, others run escapes.
_CHARSET = re.compile(
    r"(?:us-?ascii|utf-?(?:8|16|32)(?:-?[bl]e)?|utf-?7|iso-?8859-?\d{1,2}|latin-?\d{1,2}|(?:windows|cp)-?\d{2,5}|koi8-?[rut]|"
    r"gb\d{4,5}|gbk|big5(?:-?hkscs)?|euc-?(?:jp|kr)|iso-?2022-?(?:jp|kr)(?:-?[123])?|shift-?jis|sjis|hz|"
    r"mac-?\w{3,12}|kz-?1048|ptcp154|tis-?620)"
)


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """Return the text, and whether its charset is known. Nothing is refused: what is no letter becomes U+FFFD."""
    name = charset.strip().lower().replace("_", "-")
    if name in {"", "ascii", "us-ascii"}:  # not said, and often untrue
        if _is_utf8(content):
            return content.decode("utf-8"), True
        return content.decode(guess_encoding(content), "replace"), False
    if not _CHARSET.fullmatch(name) or not _is_there(name):
        return content.decode("utf-8", "replace"), False
    return content.decode(name, "replace"), True


def _is_there(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
