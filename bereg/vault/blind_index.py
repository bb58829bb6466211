"""Blind indexes: a number, an address or a word is found by a keyed hash, and read out of none. Knows no database."""

import hashlib
import hmac
import unicodedata
from enum import StrEnum


class IndexKind(StrEnum):
    """What is looked for."""

    PHONE = "phone"
    EMAIL = "email"
    CODE_WORD = "code_word"
    FIRM = "firm"
    TAX_NUMBER = "tax_number"
    ADDRESS = "address"


def blind(key: bytes, kind: IndexKind | str, value: str, *, country: str) -> bytes:
    """Return the index of a number, address or word, 32 bytes. country: of numbers written without their own."""
    return hmac.digest(key, f"{IndexKind(kind)}|{normalised(kind, value, country=country)}".encode(), hashlib.sha256)


def digest(key: bytes, text: str) -> bytes:
    """Return the keyed digest of a text as it is, 32 bytes; never the index of anything."""
    return hmac.digest(key, f"text|{text}".encode(), hashlib.sha256)


def normalised(kind: IndexKind | str, value: str, *, country: str) -> str:
    """Return the one spelling that every spelling of a number, address or word has in common."""
    text = unicodedata.normalize("NFKC", value).strip()
    return _phone(text, country) if IndexKind(kind) is IndexKind.PHONE else text.casefold()


def _phone(text: str, country: str) -> str:
    import phonenumbers  # slow to load, and most commands read no number

    digits = "".join(character for character in text if character.isdigit())
    for spelling in (text, digits):  # the library refuses a short number with spaces
        try:
            number = phonenumbers.parse(spelling, country)
        except phonenumbers.NumberParseException:
            continue
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return digits or text.casefold()
