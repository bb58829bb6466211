"""Which version of the program this is."""

from importlib.metadata import version


def program_version() -> str:
    """Return the version that was installed."""
    return f"bereg {version('bereg')}"
