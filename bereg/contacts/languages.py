"""How figures know the language of a contact."""

import re

from bereg.centres.languages import Language

# The language that somebody of a citizenship (ISO 3166-1) probably speaks with us: suggested, never more.
OF_COUNTRY = {
    "RU": Language.RU.value,
    "UZ": Language.UZ.value,
    "TJ": Language.TG.value,
    "KG": Language.KY.value,
    "KZ": Language.KK.value,
    "AM": Language.HY.value,
    "AZ": Language.AZ.value,
    "GE": Language.KA.value,
    "UA": Language.UK.value,
    "BY": Language.BE.value,
    "MD": Language.RO.value,
    "TM": Language.TK.value,
    "CN": Language.ZH.value,
    "VN": Language.VI.value,
    "KR": Language.KO.value,
    "KP": Language.KO.value,
    "TR": Language.TR.value,
    "IR": Language.FA.value,
    "IN": Language.HI.value,
}

CODE = re.compile(r"[a-z]{2,3}")


def counted(language: str) -> str:
    """Return a language as the figures know it: whatever is no code counts as not asked."""
    return language if CODE.fullmatch(language) else ""
