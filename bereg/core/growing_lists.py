"""Lists of codes that grow while a questionnaire stands, such as those on printed materials.

The room that keeps one says it as `GROWING` in its module `growing_lists.py`; a questionnaire names it like a file of
choices. A version keeps the name alone, so that what was printed yesterday is taken today.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from bereg.core.concerns import said


@dataclass(frozen=True)
class ReadCode:
    """What was typed: a code of the list in its one spelling, or "" and those that are near, the likeliest first."""

    code: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class GrowingList:
    """A list that grows. A code that was in it once stays in it, as answers hold it.

    named: those of some codes that are in the list, each with its name in the language of the page; of all, where none
    are told. read: what somebody typed, whatever the case and the layout of the keyboard.
    """

    file: str
    named: Callable[[Collection[str] | None], Mapping[str, str]]
    read: Callable[[str], ReadCode]


@cache
def growing_lists() -> Mapping[str, GrowingList]:
    """Return every list by the file name that an XLSForm gives it."""
    return {each.file: each for each in said("growing_lists", "GROWING")}
