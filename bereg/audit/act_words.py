"""Acts in words. Each room says those of its own in its module `acts`, as `ACTS` and `GROUPED`.

Beside them it names those by which what people told is read (`READINGS`), by which somebody was refused what they have
no right to (`REFUSALS`), and by which they may be guessing (`MISSES`): too many of these ring.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django_stubs_ext import StrOrPromise

from bereg.core.concerns import said


@dataclass(frozen=True)
class ActWords:
    sentence: StrOrPromise  # what somebody did, after their name
    on_file: StrOrPromise = ""  # the same in the history of an enquiry; empty: not told there
    names_person: bool = False  # whether its reason is the id of a person, whose name follows the words on the file


@cache
def words() -> dict[str, ActWords]:
    """Return the words of every act, by its code."""
    return {code: act for acts in said("acts", "ACTS") for code, act in acts.items()}


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """Return how the codes of the acts of each group begin: a room may add to the groups of another."""
    found: dict[str, tuple[str, ...]] = {}
    for grouped in said("acts", "GROUPED"):
        found = _added(found, grouped)
    return found


def _added(found: dict[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {group: (*found.get(group, ()), *more.get(group, ())) for group in found.keys() | more.keys()}
