"""An entry as somebody wants it to be, or as a file of a register says it is, before anything is stored."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django_stubs_ext import StrOrPromise

from bereg.reference.texts import Texts


@dataclass(frozen=True)
class EntryDraft:
    """An entry as somebody wants it to be."""

    language: str  # that it was written in; `texts` has it
    texts: Texts
    content: dict[str, Any] = field(default_factory=dict)
    is_public: bool = False
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    source: str = ""
    as_of: dt.date | None = None
    law_from: dt.date | None = None
    law_to: dt.date | None = None
    review_by: dt.date | None = None


@dataclass(frozen=True)
class Incoming:
    """One entry of a file. key: by which its register knows it, the same each month."""

    key: str
    draft: EntryDraft


@dataclass(frozen=True)
class ReadingFault:
    """What of a file could not be read. place: such as a sheet and row, or the path of a JSON value."""

    place: str
    words: StrOrPromise


@dataclass(frozen=True)
class Reading:
    """What a file says. is_whole: what it does not hold is no longer on the list.

    notes: what was taken as it stands and is worth a look, such as more places used than granted.
    """

    incoming: Sequence[Incoming]
    faults: Sequence[ReadingFault] = ()
    notes: Sequence[ReadingFault] = ()
    is_whole: bool = False
    as_of: dt.date | None = None  # where the file says it itself
    source: str = ""
