"""The order in which a reader looks a name up."""

import unicodedata


def place(name: str) -> tuple[str, str]:
    """Return a key to sort names by, as in a dictionary: case, Ё beside Е, and the marks of Latin letters do not count.

    Й stays the letter after И: its mark makes it another one.
    """
    return "".join(map(_bare, name.casefold())), name


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() or letter == "ё" else letter
