"""What of a text reaches a person: the first e-mail address or phone number in it."""

import re
import unicodedata

from django.conf import settings

from bereg.vault.blind_index import IndexKind

ADDRESS = re.compile(r"[^\s@<>,;:()\"']{1,64}@[^\s@<>,;:()\"']{1,253}")
DIGITS = re.compile(r"\+?\d[\d\s().\-/]{3,30}\d")
FEWEST_DIGITS = 5  # a shorter number is an extension, a flat or an hour


def way_in(text: str) -> tuple[IndexKind, str] | None:
    """Return the kind and the spelling of the first address, else of the first number. None where there is neither."""
    plain = unicodedata.normalize("NFKC", text)
    address = ADDRESS.search(plain)
    if address:
        return IndexKind.EMAIL, address.group().rstrip(".")
    number = _number(plain)
    return (IndexKind.PHONE, number) if number else None


def _number(text: str) -> str | None:
    import phonenumbers  # slow to load, and most commands read no number

    for match in phonenumbers.PhoneNumberMatcher(text, settings.HOME_COUNTRY, phonenumbers.Leniency.POSSIBLE):
        return str(match.raw_string)
    # One that no country gives out, as a local number or an invented one: its digits are compared.
    found = (each.group() for each in DIGITS.finditer(text))
    return next((each for each in found if sum(map(str.isdigit, each)) >= FEWEST_DIGITS), None)
