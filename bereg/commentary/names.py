"""Countries and regions that a sentence names beside those that a release shows a figure of.

A release puts small countries into a class, or leaves them out. A sentence that names one of them says what the figures
keep back: it is told to the writer and to whoever agrees, and held against nobody, since a name may be that of a law.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bereg.centres.queries import all_centres
from bereg.commentary.choices import WHOLE
from bereg.core import geography
from bereg.publications.content import Content
from bereg.publications.sentences import ALL
from bereg.publications.sentences_by_people import name_of

# What a Russian name may end in, by what it ends in where nobody bends it. The longest first.
ENDINGS = (
    ("ская", "ск(?:ая|ой|ую)"),
    ("цкая", "цк(?:ая|ой|ую)"),
    ("кий", "к(?:ий|ого|ому|им|ом)"),
    ("ный", "н(?:ый|ого|ому|ым|ом)"),
    ("ия", "и(?:я|и|ю|ей)"),
    ("ь", "(?:ь|и|ю|я|е|ью|[её]м)"),
    ("я", "(?:я|и|е|ю|ей)"),
    ("а", "(?:а|ы|и|е|у|ой)"),
    ("й", "(?:й|я|ю|ем|е)"),
)
BENDS = re.compile(r"[бвгдзклмнпрстфхцчшщ]$")
# Names that are common words too, at the beginning of a sentence.
WORDS = frozenset({"Того", "Чад", "Мали", "Oman", "Chad"})


def unseen(text: str, language: str, said: Content, centre: str, table: str) -> list[str]:
    """Return the countries and regions that a text names, and of which the release shows no figure there.

    The home countries are none of them, nor what a centre of the release is called after.
    """
    shown = set(_codes_shown(said, centre, table))
    called = " ".join(name for each in said["tables"] for name in each["centre_name"].values())
    found: dict[str, None] = {}
    for code, name, pattern in _patterns(language, _homes()):
        if code not in shown and name not in called and pattern.search(text):
            found[name] = None
    return list(found)


def _codes_shown(said: Content, centre: str, table: str) -> Iterator[str]:
    for each in said["tables"]:
        if each["centre"] in {centre, ALL} and table in {WHOLE, name_of(each)}:
            yield from (row["code"] for row in each["rows"] if row["shown"] is not None)


def _homes() -> tuple[str, ...]:
    return tuple(sorted({each.country for each in all_centres()}))


@lru_cache(maxsize=20)
def _patterns(language: str, homes: tuple[str, ...]) -> list[tuple[str, str, re.Pattern[str]]]:
    """Return what stands for each country but the home ones, and for each region of these: code, name, pattern."""
    countries = {code: names for code, names in geography.countries().items() if code not in homes}
    places = countries | {code: names for home in homes for code, names in geography.regions(home).items()}
    named = ((code, names.get(language, "")) for code, names in places.items())
    return [(code, name, _pattern(name, language)) for code, name in named if name and name not in WORDS]


def _pattern(name: str, language: str) -> re.Pattern[str]:
    words = [_bent(word) if language == "ru" else re.escape(word) for word in name.split()]
    return re.compile(r"\b" + r"\s+".join(words) + r"\b")


def _bent(word: str) -> str:
    for ending, forms in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return re.escape(word.removesuffix(ending)) + forms
    return re.escape(word) + ("(?:а|у|ом|е)?" if BENDS.search(word) else "")
