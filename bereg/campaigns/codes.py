"""Codes on materials: short, read out loud by callers and typed by staff, so a wrong sign has to be noticed.

A code is three or four signs and a check sign. The signs are nineteen, a prime, and each place has a weight of its own:
the weighted sum of a right code is a multiple of nineteen. One wrong sign changes it, and so does a swap of any two
unlike signs. See docs/decisions/0134-campaigns.md.
"""

import secrets
from collections.abc import Collection

# Nothing that is taken for something else on paper (0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V), and of letters that share a
# Cyrillic twin or a key (E and T, N and T, H and P, A and F ...) one alone, so that CYRILLIC below has one meaning.
ALPHABET = "23456789ACDEHJKMNWX"
PRIME = len(ALPHABET)
SHORT, LONG = 4, 5
# What a Cyrillic letter stands for: the sign that it looks like, or the one on its key of the Russian layout.
CYRILLIC = str.maketrans("АВЕЗКМНСХУРТОФЛЬЦЧ", "ADE3KMHCXEHNJAKMWX")
DIGITS = ALPHABET[:8]
MOST_OFFERED = 3
FURTHEST = 2  # slips between a code and one that is offered for it


def normalise(typed: str) -> str:
    """Return what was typed as the signs of a code: capitals, Latin, without what stands between them."""
    return "".join(sign for sign in typed.upper().translate(CYRILLIC) if sign.isalnum())


def check_sign(begun: str) -> str:
    """Return the last sign of a code that begins so."""
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(begun, start=1))
    # The weight of the last place times its sign brings the sum to nought.
    return ALPHABET[-total * pow(len(begun) + 1, -1, PRIME) % PRIME]


def is_right(code: str) -> bool:
    """Tell whether a normalised code can be one: its signs, its length, a digit in the second place, the check sign."""
    if len(code) not in {SHORT, LONG} or not set(code) <= set(ALPHABET) or code[1] not in DIGITS:
        return False
    return check_sign(code[:-1]) == code[-1]


def make(taken: Collection[str]) -> str:
    """Return a code that is not taken; a longer one once half of the short ones are."""
    length = LONG if 2 * sum(len(each) == SHORT for each in taken) >= possible(SHORT) else SHORT
    while (code := _any_of(length)) in taken:
        continue
    return code


def possible(length: int) -> int:
    """Return how many codes of a length there are."""
    free = length - 2  # the check sign follows from the others, and the second is a digit
    return len(DIGITS) * int(PRIME**free)


def nearest(code: str, among: Collection[str]) -> list[str]:
    """Return which of some codes somebody may have meant by a wrong one, the likeliest first. code: normalised."""
    from rapidfuzz.distance import OSA  # slow to load, and most commands compare no codes

    far = {each: OSA.distance(code, each, score_cutoff=FURTHEST) for each in among}
    near = min(far.values(), default=FURTHEST + 1)
    return sorted(each for each, slips in far.items() if slips == near <= FURTHEST)[:MOST_OFFERED]


def _any_of(length: int) -> str:
    """Return any code. A digit stands second, so that no code is a word."""
    letters = [secrets.choice(ALPHABET) for _ in range(length - 1)]
    letters[1] = secrets.choice(DIGITS)
    begun = "".join(letters)
    return begun + check_sign(begun)
