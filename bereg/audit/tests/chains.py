"""Chains of invented acts, for the tests."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bereg.audit.chain import End, Link, links

KEY = bytes(range(32))
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


@dataclass
class Person:
    """Somebody who acts."""

    pk: object = "7f6f2f9c-0000-4000-8000-000000000001"
    role: str = "operator"


def acts(count: int) -> list[tuple[Any, ...]]:
    """Return acts that are like those of a working day."""
    return [
        (
            NOW + dt.timedelta(seconds=number, microseconds=number % 7),
            1_000_000_000 + number,
            f"person-{number % 3}",
            "operator",
            f"centre-{number % 2}",
            ("enquiry.registered", "enquiry.closed", "text.revealed")[number % 3],
            "enquiries.enquiry",
            f"enquiry-{number}",
            "case_work" if number % 3 == 2 else "",
            f"{number % 3:032x}",
            bytes([number % 256]) * 32 if number % 2 else b"",
        )
        for number in range(count)
    ]


def chain_of(count: int, after: End | None = None) -> list[Link]:
    """Return a whole chain."""
    return list(links(KEY, acts(count), after or End()))
