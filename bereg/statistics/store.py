"""Where facts and cubes lie, and how a file is replaced: whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

from bereg.statistics.joints import PLACE, with_joints
from bereg.statistics.months import name

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

UNIVERSES = ENQUIRIES, CONTACTS = ("enquiries", "contacts")
GROUPS = 3


def folder() -> Path:
    """Return the folder of all that is counted."""
    return Path(settings.DATA) / "facts"


def facts_path(universe: str, month: date) -> Path:
    """Return where the facts of a month lie."""
    return folder() / universe / f"{name(month)}.parquet"


def cubes_path(month: date, definition: str) -> Path:
    """Return where the cubes of a month lie that were counted by this definition."""
    return folder() / "cubes" / f"{name(month)}.{definition}.parquet"


def facts_digest(month: date) -> str:
    """Return what the facts of a month are known by. Raise FileNotFoundError."""
    files = [hashlib.sha256(facts_path(universe, month).read_bytes()).digest() for universe in UNIVERSES]
    return hashlib.sha256(b"".join(files)).hexdigest()


def write_facts(table: "pa.Table", path: Path) -> None:
    """Write the facts of a month, with what makes counting them quick beside them.

    `place` is centre * GROUPS + group, which every cube asks for; contacts belong to no group.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    place = pc.multiply(table["centre"].cast(pa.uint16()), pa.scalar(GROUPS, pa.uint16()))
    if "group" in table.column_names:
        place = pc.add(place, table["group"].cast(pa.uint16()))
    write(with_joints(table.append_column(PLACE, place)), path)


def write(table: "pa.Table", path: Path) -> None:
    """Put a table in place of whatever stood there. A reader sees the old file or the new one, never a part."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _fresh(path) as fresh:
        pq.write_table(table, fresh, compression="zstd", store_schema=False)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    _sync(path.parent)


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    fresh = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)  # the new name too must outlive a power cut
    finally:
        os.close(handle)
