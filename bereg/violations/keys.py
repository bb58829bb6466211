"""By what enquiries find each other: tax number, name and address of a firm, each in one spelling.

Names and letters go through the keys of the lists of agencies, so that a firm has one key in the whole program.
"""

import re

from bereg.agencies.names import key_of, number_of

# Words of an address that say what the next one is, as `key_of` spells them; not all write them.
_OF_PLACES = frozenset(
    "rossia rosia rf rusia g gor gorod ul ulitsa d dom str stroenie k korp korpus obl oblast r n raion pos poselok p s"
    " selo der derevnia pr prosp prospekt per pereulok sh shose nab naberezhnaia of ofis kv kvartira lit litera pom"
    " pomeshenie street st city town house building region".split()
)
_POSTCODE = re.compile(r"\b\d{6}\b")
_DIGITS = re.compile(r"\d+")
# Weights of the check digits of a Russian taxpayer's number (INN): of 10 digits the last, of 12 the last two.
_WEIGHTS_OF_FIRM = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_WEIGHTS_OF_PERSON = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def tax_key(number: str) -> str:
    """Return the key of a taxpayer's number; "" where there is none."""
    return number_of(number)


def name_key(name: str) -> str:
    """Return the key of a firm's name; "" where nothing is left to compare."""
    return key_of(name)


def address_key(address: str) -> str:
    """Return the key of an address: its words in any order, its numbers in theirs; "" where no house is told."""
    plain = _POSTCODE.sub(" ", address)
    words = {word for word in key_of(plain).split() if word not in _OF_PLACES and not word.isdigit()}
    numbers = _DIGITS.findall(plain)
    return " ".join([*sorted(words), *numbers]) if words and numbers else ""


def is_tax_number(number: str) -> bool:
    """Tell whether a number's check digits hold, where it is as long as a Russian one; another one is not checked."""
    key = tax_key(number)
    if not key.isdigit() or len(key) not in {10, 12}:
        return bool(key)
    digits = [int(digit) for digit in key]
    rows = (_WEIGHTS_OF_FIRM,) if len(digits) == 10 else _WEIGHTS_OF_PERSON
    return all(_check_digit(digits, weights) == digits[len(weights)] for weights in rows)


def _check_digit(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 % 10
