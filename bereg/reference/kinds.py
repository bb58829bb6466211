"""The kinds of reference entries: what a room says in its module `reference_kind`, as `KIND`, or several as `KINDS`."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django import forms
from django_stubs_ext import StrOrPromise

from bereg.core.concerns import said

if TYPE_CHECKING:
    from bereg.reference.drafts import Reading
    from bereg.reference.list_mapping import ListMapping

Content = Mapping[str, Any]  # what is of one kind alone, as JSON


def _nothing(_content: Content) -> Iterable[str]:
    return ()


def _leaves(_content: Content) -> bool:
    return False


@dataclass(frozen=True)
class Standing:
    """An entry as far as a sentence about it needs it (sentence_to_say.py makes it).

    as_of: the day it is true of, of a register's entry that of the list it was last seen in.
    newest_on: the day of the newest list of its register. is_listed: whether it is on that list.
    warning: why nobody is to be told of it.
    """

    title: str
    content: Content
    source: str = ""
    as_of: dt.date | None = None
    newest_on: dt.date | None = None
    is_listed: bool = True
    warning: str = ""


def _no_sentence(_standing: Standing, _language: str) -> str:
    return ""


def _no_warning(_content: Content) -> str:
    return ""


def _no_answer(_words: str, _language: str) -> str:
    return ""


def _no_key(_content: Content) -> str:
    return ""


def _no_more(_entries: Sequence[UUID]) -> None:
    """Change nothing."""


def _no_blanks(_content: Content, _language: str) -> Mapping[str, str]:
    return {}


def _no_outline(_language: str) -> str:
    return ""


def _no_hours(_content: Content, _at: dt.datetime) -> bool | None:
    return None


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry.

    form: the fields of its content; `cleaned_data` must be JSON but for dates, which are stored as ISO text.
    template: shows `content` to staff on the page of an entry, and to the public where it has a page.
    """

    code: str  # at most 16 signs
    name: StrOrPromise  # in the singular, as in "guide"
    plural: StrOrPromise
    form: type[forms.Form]
    template: str
    words: Callable[[Content], Iterable[str]] = _nothing  # what it is found by besides its title and text
    say: Callable[[Standing, str], str] = _no_sentence  # the sentence to say aloud, where the text has none of its own
    # Why nobody is to be told of it: then `say` says so, and no sentence that was written for it is said.
    warning: Callable[[Content], str] = _no_warning
    # What is said, in a language, where nothing of the kind is called as typed: "not on the list of 1 November".
    missing: Callable[[str, str], str] = _no_answer
    stays: Callable[[Content], bool] = _leaves  # whether it stays public however long nobody looked at it
    # Whether it is for the staff alone, whatever its editor chose; the page of the editor does not ask then.
    never_public: Callable[[Content], bool] = _leaves
    # Is told the ids of entries newly in force: what hangs on them may be for the staff alone now.
    in_force: Callable[[Sequence[UUID]], None] = _no_more
    # Labels, in a language, of what is filled in by whoever uses it: in its text each stands as `{name}`.
    blanks: Callable[[Content, str], Mapping[str, str]] = _no_blanks
    outline: Callable[[str], str] = _no_outline  # with what a text begins in a language; alone it is no text
    translated: bool = True  # False: a register's own words, such as the name of an agency
    card: str = ""  # a template that adds to an answer of the search, such as a chart; it gets `hit`
    # Whether it is open at a moment; None where it keeps no hours.
    is_open: Callable[[Content, dt.datetime], bool | None] = _no_hours
    # Ids of entries whose names are spelled nearly as typed, the nearest first: at most the number.
    nearest: Callable[[str, int], Sequence[UUID]] | None = None
    topics: tuple[str, ...] = ()  # what it is about where an entry names none
    # By which its register would know an entry that is written by hand, of which there is one at most.
    key: Callable[[Content], str] = _no_key
    # A file of its register, by its content, its name, and what a mapping file says of its columns.
    reads: "Callable[[BinaryIO, str, ListMapping | None], Reading] | None" = None
    columns: Sequence[str] = ()  # of such a file, by the names that a mapping file has for them; none: it takes none
    needed: Sequence[str] = ()  # those without which nothing can be read

    @property
    def is_register(self) -> bool:
        """Whether it is asked who stands on it: so at any hour, whether or not somebody is open now."""
        return self.missing is not _no_answer


@cache
def kinds() -> dict[str, EntryKind]:
    """Return every kind by its code, in the order of the rooms."""
    return {kind.code: kind for kind in _said()}


def _said() -> Iterator[EntryKind]:
    yield from said("reference_kind", "KIND")
    for several in said("reference_kind", "KINDS"):
        yield from several
