"""What the doctor finds of accounts."""

from collections.abc import Iterator

from bereg.accounts import doctor_mail, doctor_people
from bereg.core.findings import Finding


def findings() -> Iterator[Finding]:
    """Yield what is weak about the people, and about the mail that reaches them."""
    yield from doctor_people.findings()
    yield from doctor_mail.findings()
