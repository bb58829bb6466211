"""Codes that people write down, or tell each other by telephone."""

import secrets

GROUPS, DIGITS = 5, 5


def new_code() -> str:
    """Draw 25 digits, which is 83 bits: they are said alike in every language, and nobody has to spell them."""
    return " ".join(f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _ in range(GROUPS))
