"""The sections that rooms declare, found by name: this room knows how to read a register, and none of its records."""

from bereg.centres.import_sections import ImportSection
from bereg.core.concerns import said


def section_kinds() -> tuple[type[ImportSection], ...]:
    """Return the kinds of sections, from the lowest room up: each may take up what those before it put on a row."""
    return tuple(reversed(list(said("import_section", "SECTION"))))
