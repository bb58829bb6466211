"""What the doctor finds of the vault."""

from collections.abc import Iterator

from bereg.core.findings import Finding
from bereg.vault import doctor_glass, doctor_keys, doctor_retention


def findings() -> Iterator[Finding]:
    """Yield what is weak about the keys, about retention and about broken glass."""
    yield from doctor_keys.findings()
    yield from doctor_retention.findings()
    yield from doctor_glass.findings()
