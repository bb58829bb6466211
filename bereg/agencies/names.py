"""Names of firms as keys to compare: in one alphabet, without legal form, marks and what ears do not tell apart."""

import re
from functools import lru_cache

from bereg.core.phonetic_keys import in_latin, sounded

_WORD = re.compile(r"[^\W_]+")
_QUOTED_OFF = re.compile(r"['’ʻʼ`´]")
# As they stand once they are in Latin letters, and what is said before a name.
LEGAL_FORMS = frozenset(
    {"ooo", "oao", "zao", "pao", "ao", "ip", "chp", "too", "tdo", "nko", "ano", "llc", "ltd", "inc", "gmbh", "jsc",
     "ojsc", "cjsc", "plc", "corp", "firma", "firm", "agentstvo", "agency", "kompaniia", "company"}
)  # fmt: skip


@lru_cache(maxsize=50_000)
def key_of(name: str) -> str:
    """Return the key of a name: words between single spaces; "" where nothing is left to compare."""
    plain = _QUOTED_OFF.sub("", name.casefold())
    words = [word for word in _WORD.findall(in_latin(plain)) if word not in LEGAL_FORMS]
    return " ".join(filter(None, map(_sounded, words)))


def number_of(text: str) -> str:
    """Return a number of a licence or of a taxpayer without spaces, dashes and the sign before it."""
    return "".join(_WORD.findall(in_latin(text.casefold().replace("№", ""))))


def _sounded(word: str) -> str:
    return word if word.isdigit() else sounded(word)
