"""How far statements reach: to the rows of some parts of the whole, to all, or to none where nobody said.

Each row of a walled table belongs to one part, which has an id. PostgreSQL is told the reach before each statement and
shows no other rows (core/postgresql/base.py). SQLite has no such wall. A new thread begins by reaching nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

Asked = Callable[[], Iterable[UUID]]

NOWHERE, EVERYWHERE = "", "*"
_now: ContextVar[str | Asked] = ContextVar("reach", default=NOWHERE)


def now() -> str:
    """Return the reach of this moment: the ids separated by commas, EVERYWHERE or NOWHERE."""
    found = _now.get()
    if isinstance(found, str):
        return found
    _now.set(NOWHERE)  # what is asked to find the parts reaches none of them
    try:
        parts = ",".join(str(each) for each in found())
    except BaseException:
        _now.set(found)
        raise
    _now.set(parts)
    return parts


def is_everywhere() -> bool:
    """Tell whether statements reach every part."""
    return _now.get() == EVERYWHERE


@contextmanager
def to(parts: str | Iterable[UUID]) -> Iterator[None]:
    """Reach these parts alone; NOWHERE and EVERYWHERE are taken too."""
    token = _now.set(parts if isinstance(parts, str) else ",".join(map(str, parts)))
    try:
        yield
    finally:
        _now.reset(token)


def from_here_on(parts: Asked) -> None:
    """Reach these parts until the `to` around this moment ends; they are asked for with the first statement."""
    _now.set(parts)
