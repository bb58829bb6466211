"""The word that the first administrator types, so that whoever finds an empty installation first does not become it.

It is made of the installation's secret and kept nowhere: every process knows it, and it counts only while nobody works
here. It has 80 random bits, so tries are not limited: a limit would let strangers keep the first administrator out.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o and u
GROUPS, GROUP = 4, 4
_LOOK_ALIKE = str.maketrans("oil", "011", " -")


def first_word() -> str:
    """Return the word, in groups."""
    digest = salted_hmac("bereg.accounts.first_word", "", algorithm="sha256").digest()
    word = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[: GROUPS * GROUP])  # 32 divides 256: no bias
    return "-".join(word[begin : begin + GROUP] for begin in range(0, len(word), GROUP))


def is_first_word(typed: str) -> bool:
    """Tell whether somebody typed the word, however they parted it."""
    return constant_time_compare(_plain(typed), _plain(first_word()))


def _plain(word: str) -> str:
    return word.lower().translate(_LOOK_ALIKE)
