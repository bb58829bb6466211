"""Names as they are compared, and the nearest ones to a name that is not known."""

import re
from collections.abc import Mapping

NEAREST = 3
LIKE = 55  # of 100; below it, a name is near to nothing
SPACES = re.compile(r"\s+")
APOSTROPHES = str.maketrans(dict.fromkeys("ʻʼ‘’`´", "'") | {"ё": "е"})


def fold(text: str) -> str:
    """Return a name without what people write one way or another: case, spaces, Ё, apostrophes."""
    return SPACES.sub(" ", text.casefold().translate(APOSTROPHES)).strip()


def nearest(text: str, names: Mapping[str, str], most: int = NEAREST) -> list[str]:
    """Return the codes whose names are nearest to a text, the best first. names: folded, with the code of each."""
    from rapidfuzz import fuzz, process  # slow to load, and most commands compare no names

    found = process.extract(fold(text), names.keys(), scorer=fuzz.WRatio, score_cutoff=LIKE, limit=5 * most)
    return list(dict.fromkeys(names[name] for name, _score, _at in found))[:most]
