"""Words as the search compares them: in one spelling, Russian and English ones by their stems as well.

A stemmer is chosen by the script of a word, not by the language of its text: who searches types words of any language,
and a stem of the wrong language is the same wrong stem on both sides.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import snowballstemmer  # type: ignore[import-untyped]

from bereg.core.text_normalisation import normalise

LONGEST = 40  # signs of a word
SHORT = 200  # signs of a text that is remembered; never one that somebody looks for
FEWEST_OF_BEGINNING = 2  # letters of the word that is being typed, from which on its beginning is enough
FEWEST_OF_WHOLE = 4  # letters of other words: "ish" would find what begins with it, "ishlash" what is made of it

_APOSTROPHES = re.compile("(?<=[a-z])['’‘ʻʼ`´](?=[a-z])")  # Uzbek oʻ and gʻ, however typed
_WORD = re.compile(r"[^\W_]+")
# Letters that many leave out, as their keyboard lacks them: Russian ё, and those of Tajik.
_SPELLED = str.maketrans("ёӣӯқҳҷғ", "еиукхчг")
_CYRILLIC, _LATIN = re.compile("[а-я]+"), re.compile("[a-z]+")
_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)")
_WITHOUT_VOWEL = re.compile("(?<=[бвгджзлмнпрстфхчшщ])[кц]$")
_russian, _english = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
_turn = Lock()  # a stemmer keeps the word that it works on in itself
# Words that stand in every text and ask for nothing.
_EMPTY = frozenset(
    "и в во на с со к ко о об от до за из у по для не ни как где что кто когда куда если есть ли же мне меня он она они"
    " мы вы я это чтобы a an the of in on at to for and or is are be do does how where what who when if i my me with"
    " can va bu bilan uchun qanday qayerda ва дар ба аз барои чи кучо".split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in one spelling."""
    folded = _APOSTROPHES.sub("", normalise(text).casefold()).translate(_SPELLED)
    return [word[:LONGEST] for found in _WORD.findall(folded) for word in _known_letters(found)]


def asked_words(text: str) -> list[str]:
    """Return the words that somebody typed, without those that ask for nothing where others do."""
    typed = list(dict.fromkeys(words_of(text)))
    last = typed[-1:]  # it may be the beginning of another word
    return [word for word in typed if word not in _EMPTY or ([word] == last and len(word) > 1)] or typed


def indexed(texts: Iterable[str], most: int) -> list[str]:
    """Return each word of some texts once, with its stem where it has another one: at most a number."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _remembered(text) if len(text) <= SHORT else words_of(text):
            found[word] = None
            found[stem(word)] = None
        if len(found) >= most:
            break
    return list(found)[:most]


@lru_cache(maxsize=10_000)  # each entry of a list of thousands has the same countries, kinds of work and topics
def _remembered(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _known_letters(word: str) -> list[str]:
    """Cut a word where it has letters newer than those that each database knows, and would cut it at."""
    if word.isascii() or _CYRILLIC.fullmatch(word):
        return [word]
    known = (letter if unicodedata.ucd_3_2_0.category(letter)[0] in "LN" else " " for letter in word)
    return "".join(known).split()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a Russian or English word; any other word as it is."""
    stemmer = _russian if _CYRILLIC.fullmatch(word) else _english if _LATIN.fullmatch(word) else None
    if stemmer is None:
        return word
    with _turn:
        return str(stemmer.stemWord(word))


def forms(word: str) -> tuple[str, ...]:
    """Return what a word that somebody typed is found by: itself, its stem, this with its fleeting vowel or without.

    The stemmer keeps them apart: "ребенок" stays as it is, "ребенка" becomes "ребенк"; so "справка" and "справок".
    """
    found = {word: None, (plain := stem(word)): None, _FLEETING.sub("", plain): None}
    if last := _WITHOUT_VOWEL.search(plain):
        before = plain[: last.start()]
        found |= {f"{before}{vowel}{last[0]}": None for vowel in ("ое" if last[0] == "к" else "е")}
    return tuple(found)
