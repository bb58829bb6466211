"""A section that a room shows on a page of another room, which finds it by the name of its module."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One section of a page: a template of its room, and what that shows, under the name `panel`."""

    template: str
    shows: Mapping[str, Any]
    stands_first: bool = False  # before the page's own sections
