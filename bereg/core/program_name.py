"""How the person called the program, so that a hint can be typed as it stands."""

import re
import shutil
import sys
from pathlib import Path

from django.utils.functional import Promise

COMMAND = re.compile(r"(?<![\w/.-])(?<!-m )bereg (?=[a-z])")


def as_called() -> str:
    """Return `bereg`, or the path to it where the terminal would not find that: `.venv/bin/bereg`."""
    path = Path(sys.argv[0])
    if path.name == "__main__.py":
        return "python -m bereg"
    if path.name != "bereg" or not path.is_absolute():
        return str(path) if path.name == "bereg" else "bereg"
    if shutil.which("bereg") == str(path):
        return "bereg"
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def as_typed(text: str | Promise) -> str:
    """Return a text whose commands, written as `bereg backup`, can be typed as they stand."""
    return COMMAND.sub(lambda _found: f"{as_called()} ", str(text))
