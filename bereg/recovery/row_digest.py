"""Whether two tables hold the same rows, whatever the order in which two engines tell them."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

MODULUS = 2**256


@dataclass
class RowTally:
    """The number of some rows and the sum of their digests: equal for equal rows in any order."""

    count: int = 0
    sum: int = 0

    def add(self, row: tuple[Any, ...]) -> None:
        self.count += 1
        digest = hashlib.sha256(repr([_plain(value) for value in row]).encode(errors="surrogatepass")).digest()
        self.sum = (self.sum + int.from_bytes(digest)) % MODULUS


def _plain(value: Any) -> Any:
    """Return a value in the one form that does not depend on the engine it was read from."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dt.datetime) and value.tzinfo:
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dict):  # PostgreSQL keeps the names of a JSON object in an order of its own
        return {name: _plain(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():  # and 1e16 in JSON as a whole number
        return int(value)
    return value
