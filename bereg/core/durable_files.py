"""Adding lines to a file that must outlast a power cut and a stick that was pulled out."""

import os
from pathlib import Path


def append(file: Path, lines: str) -> None:
    """Add whole lines to the end of a file, for its owner alone. What was torn off there is ended first.

    Else the first new line would be lost with the torn one.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as opened:
        if opened.seek(0, os.SEEK_END):
            opened.seek(-1, os.SEEK_END)
            if opened.read(1) != b"\n":
                opened.write(b"\n")
        opened.write(lines.encode("ascii"))
        opened.flush()
        os.fsync(opened.fileno())
