"""One weakness, and how bad it is."""

from dataclasses import dataclass
from enum import IntEnum


class Weight(IntEnum):
    """How bad a weakness is."""

    NOTE = 0  # cannot be told from here, or is a choice that somebody made
    WEAK = 1
    GRAVE = 2  # people could come to harm, or the records be lost


@dataclass(frozen=True)
class Finding:
    """What is weak, what to do, and which page of docs/safety says more."""

    code: str
    weight: Weight
    fault: str
    remedy: str
    page: str = ""
