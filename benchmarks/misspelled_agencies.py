"""Names as somebody types them who heard them on the telephone: slips of the fingers, and another alphabet."""

import time
from collections.abc import Callable, Iterator
from random import Random
from uuid import UUID

from benchmarks.measurement import Measurement, percentile

# Spellings of one Cyrillic letter that are in use, the official ones first.
SPELLED = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("g",), "д": ("d",), "е": ("e", "ye", "je"), "ё": ("e", "yo", "jo"),
    "ж": ("zh", "j"), "з": ("z",), "и": ("i",), "й": ("y", "i", "j"), "к": ("k", "c"), "л": ("l",), "м": ("m",),
    "н": ("n",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t",), "у": ("u",), "ф": ("f", "ph"),
    "х": ("kh", "h", "x"), "ц": ("ts", "c", "tz"), "ч": ("ch",), "ш": ("sh",), "щ": ("shch", "sch"), "ъ": ("",),
    "ы": ("y", "i"), "ь": ("", "'"), "э": ("e",), "ю": ("yu", "ju", "iu"), "я": ("ya", "ja", "ia"),
}  # fmt: skip
BACK = {"а": "о", "о": "а", "е": "и", "и": "е", "з": "с", "с": "з", "т": "д", "д": "т", "ш": "щ", "щ": "ш", "ё": "е"}
FIRST = 5
SIZES = (500, 5_000)
LEAST = 0.98
FORMS = ("ООО", "OOO", "ЗАО", "ZAO", "LLC", "Ltd", "фирма")


def misspelled(name: str, rng: Random) -> str:
    """Return a name with one slip or two, without its quotation marks, often in Latin letters."""
    typed = name.replace("«", "").replace("»", "")
    form, _space, bare = typed.partition(" ")
    for _slip in range(rng.choice((1, 1, 2))):
        bare = rng.choice(SLIPS)(bare, rng)
    if rng.random() < 0.4:
        bare = transliterated(bare, rng)
    if rng.random() < 0.3:
        bare = bare.replace(" ", "") if rng.random() < 0.5 else bare.replace(" ", "-")
    before = rng.choice((form, "", "", rng.choice(FORMS)))
    return f"{before} {bare.lower() if rng.random() < 0.7 else bare}".strip()


def found_agencies(tries: int) -> Iterator[Measurement]:
    """Yield the share that is among the first five, and the time of one look, in so many agencies."""
    first = 0.0
    for size in SIZES:
        found, seconds = tried(size, tries, Random(size))  # noqa: S311 (the same slips every time)
        more: dict[str, object] = {"agencies": size, "tries": tries}
        yield Measurement("agencies_found", found / tries, "of names", LEAST, reach=">= 1", more=more)
        milliseconds = 1000 * percentile(sorted(seconds), 0.5)
        first = first or milliseconds
        yield Measurement("agencies_nearest", milliseconds, "ms", more=more | {"times": round(milliseconds / first, 1)})


def tried(size: int, tries: int, rng: Random) -> tuple[int, list[float]]:
    """Look so many misspelled names up among invented agencies: how many were found, and the seconds of each look."""
    from bereg.agencies.names import key_of
    from bereg.agencies.queries import names_of, near
    from bereg.agencies.sample import invented

    names = [each.draft.texts["ru"].title for each in invented(size)]
    known = names_of([(key_of(name), UUID(int=at)) for at, name in enumerate(names)], (0, 0, 0, None), {})
    found, seconds = 0, []
    for _try in range(tries):
        at = rng.randrange(size)
        typed = misspelled(names[at], rng)
        begun = time.perf_counter()
        first = list(dict.fromkeys(near(key_of(typed), known)))[:FIRST]
        seconds.append(time.perf_counter() - begun)
        found += UUID(int=at) in first
    return found, seconds


def transliterated(text: str, rng: Random) -> str:
    """Write it in Latin letters, each in one of the spellings that are in use."""
    return "".join(rng.choice(SPELLED[sign]) if sign in SPELLED else sign for sign in text.lower())


def _swapped(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _left_out(text: str, rng: Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _doubled(text: str, rng: Random) -> str:
    at = rng.randrange(len(text))
    return text[: at + 1] + text[at:]


def _misheard(text: str, rng: Random) -> str:
    places = [at for at, sign in enumerate(text.lower()) if sign in BACK]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + BACK[text[at].lower()] + text[at + 1 :]


SLIPS: tuple[Callable[[str, Random], str], ...] = (_swapped, _left_out, _doubled, _misheard)
