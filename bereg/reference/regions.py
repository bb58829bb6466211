"""Regions of ISO 3166-2 as somebody types them: by code, or by name in a language of the staff."""

import re

from django.conf import settings
from rapidfuzz import fuzz, process

from bereg.core import geography

CODE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
MOST_NEAREST = 3
NEAR_ENOUGH = 60  # of 100


def codes_in(typed: str) -> tuple[list[str], list[str]]:
    """Return the codes that a list of names and codes stands for, and what is not known. Separated by , ; or lines."""
    known, unknown = [], []
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", typed))):
        code = _code_of(part)
        if code is None:
            unknown.append(part)
        elif code not in known:
            known.append(code)
    return known, unknown


def nearest(typed: str) -> list[str]:
    """Return the names of the regions of the home country that are spelled most like what was typed."""
    names = [*dict.fromkeys(name for names in _home().values() for name in names.values())]
    found = process.extract(
        typed, names, scorer=fuzz.WRatio, processor=str.casefold, limit=MOST_NEAREST, score_cutoff=NEAR_ENOUGH
    )
    return [name for name, _score, _place in found]


def _code_of(typed: str) -> str | None:
    if found := CODE.fullmatch(typed.upper()):
        return typed.upper() if typed.upper() in geography.regions(found[1]) else None
    wanted = typed.casefold()
    same = {code for code, names in _home().items() if wanted in (name.casefold() for name in names.values())}
    return same.pop() if len(same) == 1 else None


def _home() -> dict[str, geography.Names]:
    return geography.regions(settings.HOME_COUNTRY)
