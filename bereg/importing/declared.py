"""The sections that rooms declare, found by name: this room knows how to read a register, and none of its records."""

from collections.abc import Collection

from bereg.centres.import_sections import ImportSection
from bereg.core.concerns import said


def section_kinds() -> tuple[type[ImportSection], ...]:
    """Return the kinds of sections, from the lowest room up: each may take up what those before it put on a row."""
    return tuple(reversed(list(said("import_section", "SECTION"))))


def kinds_for(targets: Collection[str]) -> tuple[type[ImportSection], ...]:
    """Return the kinds that take of a register which feeds these. Where all have registers of their own, no others."""
    fed = tuple(kind for kind in section_kinds() if any(kind.owns(each) for each in targets))
    return fed if fed and all(kind.has_own_registers for kind in fed) else section_kinds()
