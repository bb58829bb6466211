"""Codes that people write down, or tell each other by telephone."""

import secrets

GROUPS, DIGITS = 5, 5


def new_code() -> str:
    """Draw 25 digits, which is 83 bits: they are said alike in every language, and nobody has to spell them."""
    return _written(secrets.randbelow(10 ** (GROUPS * DIGITS)))


def code_of(digest: bytes) -> str:
    """Make a code that follows from 32 bytes which nobody can guess: every code is as likely as any other."""
    return _written(int.from_bytes(digest) % 10 ** (GROUPS * DIGITS))


def _written(number: int) -> str:
    digits = f"{number:0{GROUPS * DIGITS}}"
    return " ".join(digits[place : place + DIGITS] for place in range(0, len(digits), DIGITS))
