"""Words by which somebody who writes may be in danger: a question with one goes to the top, and says so to nobody.

Stems are compared with the beginnings of words. A false alarm costs a minute, a missed one may cost a life; so the list
leans to too many. It decides an order and nothing else.
"""

import re
import unicodedata

WORDS = {
    "en": "danger police beat hit kill threat gun knife locked rape hostage suicid escape kidnap traffick forced",
    "ru": (
        "опасн полици спасит бьют бьет избива избил убива убил убьют убьет угрож оружи нож запер заперт отобра отнял"
        " изнасил заложни самоубий сбежать убежать похити рабств насильн удержива"
    ),
    "uz": "xavf politsiya qutqar urishadi urdi o'ldir tahdid pichoq qamab zo'rla qochib",
    "tg": "хатар полис наҷот мезанад лату кушт таҳдид корд қулф таҷовуз гурехт",
}
_APOSTROPHES = str.maketrans("’‘ʻʼ`", "'" * 5)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return plain.replace("ё", "е")


_STEMS = sorted({_folded(stem) for words in WORDS.values() for stem in words.split()})
_FOUND = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _STEMS)) + ")")


def sounds_dangerous(text: str) -> bool:
    """Tell whether a text has a word of danger in any of the languages: people mix them."""
    return _FOUND.search(_folded(text)) is not None
