"""All that the doctor looks at: what each room checks of itself, in its module `doctor`."""

from bereg.core.concerns import said
from bereg.core.findings import Finding


def examine() -> list[Finding]:
    """Return every weakness, the gravest first."""
    found = [finding for findings in said("doctor", "findings") for finding in findings()]
    return sorted(found, key=lambda finding: -finding.weight)
