"""The protection of what is published: noise by the definition of each cell, and one class for the small.

The rules and why they hold: docs/figures.md. The mathematics: bereg/disclosure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bereg.counting.published_tables import LEFT_OUT
from bereg.disclosure import Rules, Shown, key, perturb_all, table_of
from bereg.disclosure.rules import Mark
from bereg.publishing.cells import Counted
from bereg.vault import keyring
from bereg.vault.classes import SecretKind

RULES = Rules()


@dataclass(frozen=True)
class Protected:
    """A cell with what is shown of it; `cell.count` stays inside."""

    cell: Counted
    shown: Shown
    is_left_out: bool = False  # with its whole table (`thinned`)
    is_withheld: bool = False  # left out as its table would prove that somebody is in a row of it (`is_tight`)
    is_large: bool = False  # a number, or would be one in a row: that somebody is in it is no secret


def secret() -> bytes:
    """Return the secret of the noise, made at first use. It lies with the keys. Raise VaultLocked."""
    return keyring.made(SecretKind.STATISTICS)


def is_lost() -> bool:
    """Tell whether there is no secret, so that the first one to ask would make a new one."""
    return not keyring.has(SecretKind.STATISTICS)


def protect(cells: Iterable[Counted], with_secret: bytes) -> Iterator[Protected]:
    """Yield each cell with its noise; what no row shows is unpublished."""
    every = list(cells)
    for cell, value in zip(every, perturbed(every, with_secret), strict=True):
        shown = RULES.shown(value)
        yield Protected(cell, Mark.UNPUBLISHED if cell.code == LEFT_OUT else shown, is_large=isinstance(shown, int))


def perturbed(cells: Iterable[Counted], with_secret: bytes) -> list[int]:
    """Return the count of each cell with its noise. Whatever leaves, or decides what leaves, is made of these alone."""
    every = list(cells)
    keys = [key(with_secret, cell.definition) for cell in every]
    values: list[int] = perturb_all([cell.count for cell in every], keys, table_of(RULES)).tolist()
    return values
