"""A guess at the language of a letter, for who takes it; empty where the letters of the text do not tell."""

import re

from bereg.centres.languages import Language

SAMPLE = 5_000
LEAST = 8  # letters: a word or two
# Letters that one language of Cyrillic script has and its neighbours have not, asked in this order.
_TELLING = (
    (re.compile("[ӣӯҷ]"), Language.TG.value),
    (re.compile("[әұ]"), Language.KK.value),
    (re.compile("ў.*[ыэ]|[ыэ].*ў"), Language.BE.value),
    (re.compile("ў"), Language.UZ.value),
    (re.compile("[їєґ]"), Language.UK.value),
    (re.compile("[ғқҳі]"), ""),  # two languages or more have these
    (re.compile("[ңүө]"), Language.KY.value),
)
_SCRIPTS = (
    ("\u0400", "\u04ff", Language.RU), ("\u0530", "\u058f", Language.HY), ("\u10a0", "\u10ff", Language.KA),
    ("\u0900", "\u097f", Language.HI), ("\uac00", "\ud7af", Language.KO), ("\u4e00", "\u9fff", Language.ZH),
)  # fmt: skip


def language_of(text: str) -> str:
    """Return the code of the language that the script of most letters belongs to."""
    letters = [sign for sign in text[:SAMPLE].lower() if sign.isalpha()]
    if len(letters) < LEAST:
        return ""
    for first, last, language in _SCRIPTS:
        if 2 * sum(first <= sign <= last for sign in letters) > len(letters):
            return _telling("".join(letters)) if language is Language.RU else language.value
    return ""


def _telling(letters: str) -> str:
    return next((language for sign, language in _TELLING if sign.search(letters)), Language.RU.value)
