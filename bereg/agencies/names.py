"""Names of firms as keys to compare: in one alphabet, without legal form, marks and what ears do not tell apart.

Cyrillic goes to Latin letters, and both to one spelling of each sound: "kh" and "h", "ja" and "ya" are one.
"""

import re
import unicodedata
from functools import lru_cache

LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ӣ": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n",
    "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ӯ": "u", "ү": "u",
    "ф": "f", "х": "h", "ҳ": "h", "ц": "ts", "ч": "ch", "ҷ": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
# Spellings of one sound in Latin letters, the longest first.
SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("q", "k"),
    ("tz", "ts"), ("ja", "ia"), ("ju", "iu"), ("je", "e"), ("jo", "e"), ("yo", "e"), ("ye", "e"), ("j", "i"),
    ("y", "i"), ("dzh", "zh"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_SOUND = re.compile("|".join(spelling for spelling, _one in SOUNDS))
_ONE_SOUND = dict(SOUNDS)
_HARD_C = re.compile(r"c(?!h)")
_DOUBLED = re.compile(r"(.)\1+")
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
    latin = "".join(_latin(sign) for sign in plain)
    words = [word for word in _WORD.findall(latin) if word not in LEGAL_FORMS]
    return " ".join(filter(None, map(_sounded, words)))


def number_of(text: str) -> str:
    """Return a number of a licence or of a taxpayer without spaces, dashes and the sign before it."""
    return "".join(_WORD.findall("".join(_latin(sign) for sign in text.casefold().replace("№", ""))))


def _latin(sign: str) -> str:
    if sign in LETTERS:
        return LETTERS[sign]
    return sign if sign.isascii() else unicodedata.normalize("NFD", sign)[0]


def _sounded(word: str) -> str:
    if word.isdigit():
        return word
    return _DOUBLED.sub(r"\1", _HARD_C.sub("k", _SOUND.sub(lambda found: _ONE_SOUND[found[0]], word)))
