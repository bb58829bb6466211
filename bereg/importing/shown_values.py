"""A value of a file, as a line of text shows it."""

LONGEST_VALUE = 80
# Marks that turn the direction of writing would let a value pose as another one.
BIDI = dict.fromkeys(
    [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\N{REPLACEMENT CHARACTER}"
)


def shown_value(value: str, longest: int = LONGEST_VALUE) -> str:
    """Return a value fit for one line of a terminal."""
    plain = " ".join(value.split()).translate(BIDI)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
