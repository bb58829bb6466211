"""All that the doctor looks at, in the order in which it is said."""

from collections.abc import Callable, Iterator

from bereg.console.doctor import elsewhere, keeping, keys, machine, mail, people, questions, recovery, service
from bereg.console.doctor.findings import Finding

PARTS: tuple[Callable[[], Iterator[Finding]], ...] = (
    service.findings,
    machine.findings,
    keys.findings,
    recovery.findings,
    keeping.findings,
    people.findings,
    mail.findings,
    elsewhere.findings,
    questions.findings,
)


def examine() -> list[Finding]:
    """Return every weakness, the gravest first."""
    found = [finding for part in PARTS for finding in part()]
    return sorted(found, key=lambda finding: -finding.weight)
