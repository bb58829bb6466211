"""Whether this installation is a demonstration: a property of its data, never of a switch that somebody may leave on.

`bereg demo` marks the data folder after it has filled an empty database, and the mark names that database. A real
database can therefore not become a demonstration, and a demonstration not hold the records of another database.
"""

from collections.abc import Mapping
from pathlib import Path

MARK = "demonstration"


def is_demonstration(data: Path, database: Mapping[str, object]) -> bool:
    """Tell whether the folder `data` is marked for exactly this database (Django's settings of it)."""
    try:
        return (data / MARK).read_text(encoding="utf-8") == _identity(database)
    except OSError:
        return False


def mark(data: Path, database: Mapping[str, object]) -> None:
    """Mark the folder. Only for what builds the demonstration."""
    (data / MARK).write_text(_identity(database), encoding="utf-8")


def _identity(database: Mapping[str, object]) -> str:
    # The file of SQLite lies in the folder itself, which may be moved as a whole.
    if "sqlite" in str(database["ENGINE"]):
        return "sqlite\n"
    return " ".join(str(database.get(key) or "-") for key in ("ENGINE", "HOST", "PORT", "NAME")) + "\n"
