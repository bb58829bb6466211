"""What a cell is, said in one way only, and the key that its noise comes from.

K = the first 53 bits of HMAC-SHA256(secret, canonical definition), as a fraction in [0, 1). The same cell has the same
key in whatever table it stands, so that repetition averages nothing away; every other cell has an independent one.
"""

import hashlib
import hmac
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FORMAT = b"cell 1"  # whoever changes the form of the bytes changes this too: all noise becomes new
SHORTEST_SECRET = 32  # bytes, as many as the digest has
MARK = b"what a secret is known by"  # no netstring, and so no definition of a cell
BITS = 53  # of a floating point number, so that the fraction is exact and stays below 1

Conditions = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, order=True)
class MonthSpan:
    """The months from the first to the last, both included, each as YYYY-MM."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if not _number(self.first) <= _number(self.last):
            raise ValueError(f"The period {self.first} to {self.last} ends before it begins")

    @property
    def months(self) -> frozenset[int]:
        """Return its months as numbers, in the order of time."""
        return frozenset(range(_number(self.first), _number(self.last) + 1))

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def _number(month: str) -> int:
    year, dash, of_year = month.partition("-")
    if not (len(year) == 4 and dash and len(of_year) == 2 and (year + of_year).isascii()
            and (year + of_year).isdigit() and 1 <= int(of_year) <= 12):  # fmt: skip
        raise ValueError(f"{month!r} is no month such as 2008-05")
    return int(year) * 12 + int(of_year) - 1


@dataclass(frozen=True, order=True)
class Definition:
    """What a cell counts: records of a population at a centre in a period whose variables have one of some codes.

    conditions: variable and sorted codes, sorted by variable; a variable without a condition may have any answer or
    none. vintage: 1 for the first publication of a period, then one more for each correction. `define` makes them.
    """

    population: str
    conditions: Conditions
    centre: str
    period: MonthSpan
    vintage: int = 1

    def __post_init__(self) -> None:
        variables = [variable for variable, _ in self.conditions]
        if variables != sorted(set(variables)) or any(
            not codes or list(codes) != sorted(set(codes)) for _, codes in self.conditions
        ):
            raise ValueError("Conditions need their variables and codes sorted, each once; `define` sees to it")
        if self.vintage < 1:
            raise ValueError("The first vintage is 1")

    def __bytes__(self) -> bytes:
        """Say the definition as bytes that no other definition has."""
        conditions = [_listed([_bytes(name), _listed(map(_bytes, codes))]) for name, codes in self.conditions]
        period = [self.period.first, self.period.last]
        plain = map(_bytes, [self.population, self.centre, *period, str(self.vintage)])
        return _listed([FORMAT, *plain, _listed(conditions)])

    def __str__(self) -> str:
        said = [f"{variable}={'+'.join(codes)}" for variable, codes in self.conditions]
        vintage = [f"vintage {self.vintage}"] if self.vintage > 1 else []
        return ", ".join([self.population, *said, self.centre, str(self.period), *vintage])


def define(
    population: str, conditions: Mapping[str, str | Iterable[str]], *, centre: str, period: MonthSpan, vintage: int = 1
) -> Definition:
    """Define a cell; the order of variables and codes, and what a merged class is called, make no difference.

    conditions: variable to a code or, after merging, to all codes of the class.
    """
    merged = {name: {codes} if isinstance(codes, str) else set(codes) for name, codes in conditions.items()}
    ordered = tuple((name, tuple(sorted(merged[name]))) for name in sorted(merged))
    return Definition(population, ordered, centre, period, vintage)


def key(secret: bytes, definition: Definition) -> float:
    """Return the cell's key, a fraction in [0, 1). Raise ValueError on a secret that is too short to be one."""
    digest = _digest(secret, bytes(definition))
    return math.ldexp(int.from_bytes(digest[:8]) >> (64 - BITS), -BITS)


def fingerprint(secret: bytes) -> str:
    """Return what a secret is known by: the same for the same secret, and telling nothing of it or of any key."""
    return _digest(secret, MARK).hex()


def _digest(secret: bytes, message: bytes) -> bytes:
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"The secret needs at least {SHORTEST_SECRET} bytes")
    return hmac.digest(secret, message, hashlib.sha256)


def _bytes(text: str) -> bytes:
    return text.encode()


def _listed(parts: Iterable[bytes]) -> bytes:
    """Join parts, each after its length, so that no two lists give the same bytes."""
    return b"".join(b"%d:%b," % (len(part), part) for part in parts)
