"""The region that somebody wrote, by its code of ISO 3166-2 or by a name with whatever stands around it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings

from bereg.core import geography
from bereg.quotas.likeness import fold, nearest

LANGUAGES = ("ru", "en", "uz", "tg")
SHORT = {
    "обл": "область", "респ": "республика", "ао": "автономный округ", "г": "город", "аобл": "автономная область",
}  # fmt: skip
# What only says of which kind a region is, or what some of them are called besides.
KINDS = frozenset(
    "область области край края крае республика республики республике автономный автономная автономного автономном "
    "автономной округ округа округе город югра алания кузбасс region territory republic area autonomous oblast krai "
    "city of the viloyati oʻlkasi respublikasi вилояти кишвари ҷумҳурии".replace("ʻ", "'").split()
)
WORD = re.compile(r"[\w']+")
ENDING = re.compile(r"(ск|цк)(ая|ой|ую|ий|ого|ому|им|ом)$")


def region_of(text: str) -> str:
    """Return the code of a region of the home country; "" where none, or more than one, is called so."""
    code = text.strip().upper()
    names = _names(settings.HOME_COUNTRY)
    if code in names:
        return code
    whole, bare = _written(text), _bare(text)
    for found in (
        [code for code, known in names.items() if whole in map(_written, known)],
        # The first name before all of them: bare, a region of one language is the city of another.
        [code for code, known in names.items() if bare and bare == _bare(known[0])],
        [code for code, known in names.items() if bare and bare in map(_bare, known)],
        [code for code, known in names.items() if bare and any(bare < _bare(name) for name in known)],
    ):
        if len(found) == 1:
            return found[0]
    return ""


def near_regions(text: str) -> list[str]:
    """Return the codes of the regions that are called nearly so, the nearest first."""
    names = {fold(name): code for code, known in _names(settings.HOME_COUNTRY).items() for name in known}
    return nearest(" ".join(_words(text)), names)


@lru_cache(maxsize=20)
def _names(country: str) -> dict[str, tuple[str, ...]]:
    return {
        code: tuple(dict.fromkeys(geography.region_name(code, each) for each in LANGUAGES))
        for code in geography.regions(country)
    }


@lru_cache(maxsize=2000)
def _written(text: str) -> tuple[str, ...]:
    """Return the words of a name, without the endings that grammar gives them."""
    return tuple(ENDING.sub(r"\1", word) for word in _words(text))


@lru_cache(maxsize=2000)
def _bare(text: str) -> frozenset[str]:
    """Return the words of a name that are its own."""
    return frozenset(_written(" ".join(word for word in _words(text) if word not in KINDS)))


def _words(text: str) -> Iterator[str]:
    for word in WORD.findall(fold(text)):
        yield from SHORT.get(word, word).split()
