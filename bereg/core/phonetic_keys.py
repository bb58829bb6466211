"""How words sound, for comparing them in one alphabet: Cyrillic goes to Latin letters, and each sound to one spelling.

"kh" and "h", "ja" and "ya" are one.
"""

import re
import unicodedata

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


def in_latin(text: str) -> str:
    """Return a text without capitals in Latin letters, sign by sign."""
    return "".join(map(_latin, text))


def sounded(word: str) -> str:
    """Return a word of small Latin letters as it sounds."""
    return _DOUBLED.sub(r"\1", _HARD_C.sub("k", _SOUND.sub(lambda found: _ONE_SOUND[found[0]], word)))


def _latin(sign: str) -> str:
    if sign in LETTERS:
        return LETTERS[sign]
    return sign if sign.isascii() else unicodedata.normalize("NFD", sign)[0]
