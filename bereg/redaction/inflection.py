"""Whether two words are one name: in other cases, and in the other alphabet."""

import re

from bereg.core.phonetic_keys import in_latin, sounded

QUOTES = re.compile(r"['’‘ʻʼ`´\-]")
# As they sound in Latin letters. A name without its ending is its stem.
ENDINGS = frozenset(
    ",a,u,e,i,o,oi,ei,om,em,im,iu,ia,ie,ogo,omu,ago,aia,uiu,ego,emu,oiu,eiu,ami,iami,ah,am,iei,iem,oe,ovi,s".split(",")
)
LONGEST_ENDING, LEAST_OF_STEM = 4, 3
VOWELS = "aeiou"
FLEETING = re.compile(r"(?<=[^aeiou])[eo](?=(?:ts|[^aeiou])$)")
_FOLDED = str.maketrans("oue", "aai")


def keys_of(word: str) -> set[str]:
    """Return how a word sounds, in each way that a spelling in Latin letters may be meant."""
    plain = QUOTES.sub("", word.lower())
    latin = in_latin(plain).replace("ee", "e") if plain[:1] > "\u0400" else plain
    meant = {latin, latin.replace("dj", "zh").replace("j", "zh"), latin.replace("x", "h"), latin.replace("ff", "v")}
    return {sounded(each) for each in meant}


def stems_of(name: str) -> set[str]:
    """Return the stems that a name may have: without its ending, with and without a vowel that goes."""
    stems = set()
    for key in keys_of(name):
        stem = key.rstrip(VOWELS)
        stems.add(stem if len(stem) >= LEAST_OF_STEM else key)
    return stems | {FLEETING.sub("", stem) for stem in stems if len(stem) > LEAST_OF_STEM}


def bare(word: str) -> set[str]:
    """Return what is left of a word without each ending that it may have."""
    keys = keys_of(word)
    return {
        key[: len(key) - cut] for key in keys for cut in range(LONGEST_ENDING + 1) if key[len(key) - cut :] in ENDINGS
    }


def folded(stem: str) -> str:
    """Return a stem with the vowels that two alphabets write differently made one."""
    return stem.translate(_FOLDED)
