"""Occupations are data: those of ISCO-08 that matter here, or of another scheme that a file brings (docs/quotas.md)."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bereg.core.text_normalisation import normalise
from bereg.quotas.likeness import fold, nearest

ISCO_08 = "isco-08"
LANGUAGES = ("en", "ru", "uz", "tg")
COLUMNS = ("code", "title", *LANGUAGES, "ru_to", "words")
DEMANDED = ("code", "title", "en", "ru")


class SchemeError(ValueError):
    """A file of occupations cannot be read; the message names the line."""


@dataclass(frozen=True)
class ListedOccupation:
    """One occupation. labels: by language, as it stands inside a sentence; to_ru: whom it is for, in Russian."""

    scheme: str
    code: str
    title: str
    labels: Mapping[str, str]
    to_ru: str = ""
    words: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Return its name in a language, else in English."""
        return self.labels.get(language) or self.labels["en"]

    @property
    def names(self) -> Iterator[str]:
        """Everything that it is called."""
        return iter((self.title, *self.labels.values(), *self.words))


@dataclass(frozen=True)
class Scheme:
    """A list of occupations, by their codes."""

    name: str
    occupations: Mapping[str, ListedOccupation]

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, occupation in self.occupations.items():
            for name in dict.fromkeys(map(fold, (code, *occupation.names))):
                found.setdefault(name, []).append(code)
        return found

    def called(self, text: str) -> list[ListedOccupation]:
        """Return the occupations of a code, or that are called so: more than one where a word is of several."""
        words = fold(text)
        first = words.split(" ", 1)[0].strip(".,:")
        codes = self._by_name.get(words) or ([first] if first in self.occupations else [])
        return [self.occupations[code] for code in codes]

    def near(self, text: str) -> list[ListedOccupation]:
        """Return the occupations that are called nearly so, the nearest first."""
        names = {name: codes[0] for name, codes in self._by_name.items()}
        return [self.occupations[code] for code in nearest(text, names)]


@cache
def schemes() -> dict[str, Scheme]:
    """Return every list that is loaded, by name; the last one is in use. Raise ImproperlyConfigured."""
    own = (files("bereg.quotas") / "schemes" / f"{ISCO_08}.csv").read_text(encoding="utf-8")
    found = {ISCO_08: read_scheme(ISCO_08, own.splitlines())}
    path = settings.OCCUPATIONS
    if path is not None:
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            found[path.stem.lower()] = read_scheme(path.stem.lower(), lines)
        except (OSError, UnicodeError, SchemeError) as error:
            raise ImproperlyConfigured(f"BEREG_OCCUPATIONS names {path}, which cannot be read: {error}") from error
    return found


def scheme_in_use() -> Scheme:
    """Return the list by which new quotas name their occupations."""
    return list(schemes().values())[-1]


def occupation(scheme: str, code: str) -> ListedOccupation:
    """Return an occupation; one of that code alone where its list is no longer loaded."""
    known = schemes().get(scheme)
    found = known.occupations.get(code) if known else None
    return found or ListedOccupation(scheme, code, code, {"en": code})


def read_scheme(name: str, lines: Iterable[str]) -> Scheme:
    """Read a list of occupations from the lines of a CSV. Raise SchemeError, which names the line."""
    rows = csv.DictReader(map(normalise, lines))
    missing = [each for each in DEMANDED if each not in (rows.fieldnames or ())]
    if missing:
        raise SchemeError(f"line 1: there is no column {missing[0]}; the columns are {', '.join(COLUMNS)}.")
    found: dict[str, ListedOccupation] = {}
    for row in rows:
        cells = {each: (row.get(each) or "").strip() for each in COLUMNS}
        empty = [each for each in DEMANDED if not cells[each]]
        if empty:
            raise SchemeError(f"line {rows.line_num}: {empty[0]} is empty.")
        if cells["code"] in found:
            raise SchemeError(f"line {rows.line_num}: the code {cells['code']} is there twice.")
        found[cells["code"]] = ListedOccupation(
            name,
            cells["code"],
            cells["title"],
            {each: cells[each] for each in LANGUAGES if cells[each]},
            cells["ru_to"],
            tuple(word.strip() for word in cells["words"].split(";") if word.strip()),
        )
    if not found:
        raise SchemeError("it has no occupation.")
    return Scheme(name, found)
