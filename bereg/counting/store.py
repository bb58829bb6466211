"""Where facts and cubes lie, and how a file is replaced: whole or not at all.

They lie in a folder of this machine, or at any address that fsspec knows. What is at an address is always taken and put
there as whole files: read in parts, one that is replaced meanwhile would be half old and half new.
"""

import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote
from uuid import uuid4

from django.conf import settings

from bereg.centres.universes import universes
from bereg.core.temporary_folders import temporary_folder
from bereg.counting.faults import AddressError, reason_of
from bereg.counting.joint_columns import PLACE, with_joints
from bereg.counting.months import name

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing
    from upath import UPath

Place: TypeAlias = "Path | UPath"
CUBES = "cubes"
GROUPS = 3


def folder() -> Place:
    """Return the folder of all that is counted. Raise AddressError."""
    if "://" not in settings.FACTS:
        return Path(settings.FACTS or Path(settings.DATA) / "facts")
    from upath import UPath  # slow to load, and most installations keep their facts in a folder

    with _answered():
        place = UPath(settings.FACTS)
        place.fs.invalidate_cache()  # another machine may have written there
    return place


def shown() -> str:
    """Return the folder or address for people to read, without the password that may stand in it."""
    scheme, slashes, rest = str(settings.FACTS or folder()).rpartition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2] if slashes else rest}"


def _secrets() -> list[str]:
    """Return the password that may stand in the address, as it stands there and as it is meant."""
    who = settings.FACTS.rpartition("://")[2].rpartition("@")[0]
    password = who.partition(":")[2]
    return [password, unquote(password)]


def facts_path(universe: str, month: date) -> Place:
    return folder() / universe / f"{name(month)}.parquet"


def cubes_path(month: date, definition: str) -> Place:
    """Return where the cubes of a month lie that were counted by this definition."""
    return folder() / CUBES / f"{name(month)}.{definition}.parquet"


@contextmanager
def _answered() -> Iterator[None]:
    """Say in one sentence that an address did not answer: each protocol has errors of its own."""
    try:
        yield
    except Exception as problem:
        if "://" not in settings.FACTS:
            raise
        raise AddressError(address=shown(), reason=reason_of(problem, *_secrets())) from problem


def stands(place: Place) -> bool:
    """Tell whether there is a file. Raise AddressError."""
    if isinstance(place, Path):
        return place.exists()
    with _answered():
        try:
            place.fs.info(place.path)  # `exists` takes every error of some protocols for a file that is not there
        except FileNotFoundError:
            return False
        return True


def reach() -> None:
    """Ask for the folder of all that is counted; it need not be there yet. Raise AddressError."""
    stands(folder())


def files() -> Iterator[tuple[str, Place]]:
    """Yield every file of facts and cubes with its name below the folder. Raise AddressError."""
    with _answered():
        found: list[Place] = [*folder().rglob("*.parquet")]
    for place in sorted(found, key=str):
        if not place.name.startswith("."):
            yield f"{place.parent.name}/{place.name}", place


def drop_others(place: Place) -> None:
    """Delete the cubes of the same month that were counted by another definition. Raise AddressError."""
    month = place.name.partition(".")[0]
    with _answered():
        others: list[Place] = [*place.parent.glob(f"{month}.*.parquet")]
        for other in others:
            if other.name != place.name:
                other.unlink(missing_ok=True)


def forget() -> None:
    """Delete all facts and cubes, and what else stands in their folders on this machine."""
    for _file, place in files():
        with _answered():
            place.unlink(missing_ok=True)
    top = folder()
    if isinstance(top, Path):
        for part in (*universes(), CUBES):
            shutil.rmtree(top / part, ignore_errors=True)


def put_back(source: Path) -> None:
    """Put back what `files` yielded, from a folder of this machine."""
    for file in sorted(source.rglob("*.parquet")):
        put(file.read_bytes(), folder() / file.relative_to(source).as_posix())


@contextmanager
def at_hand(places: Iterable[Place]) -> Iterator[dict[Place, Path]]:
    """Yield where each file is on this machine: where it lies, or a copy, gone afterwards. Raise AddressError."""
    places = list(places)
    far = [place for place in places if not isinstance(place, Path)]
    if not far:
        yield {place: place for place in places if isinstance(place, Path)}
        return
    with temporary_folder("facts") as work:
        # All at once: such addresses answer slowly, but many at a time.
        with _answered():
            contents = far[0].fs.cat([place.path for place in far])
        copies = {place: work / f"{at}.parquet" for at, place in enumerate(far)}
        for place, copy in copies.items():
            copy.write_bytes(contents[place.path])
        yield {place: place if isinstance(place, Path) else copies[place] for place in places}


def facts_digest(month: date, universes: Iterable[str]) -> str:
    """Return what the facts of a month are known by. Raise FileNotFoundError, AddressError."""
    places = [facts_path(universe, month) for universe in universes]
    for place in places:
        if not stands(place):
            raise FileNotFoundError(shown())
    return digest_of(places)


def digest_of(places: Iterable[Place]) -> str:
    """Return what facts are known by that stand in these files, one a universe. Raise AddressError."""
    with at_hand(places) as near:
        files = [hashlib.sha256(path.read_bytes()).digest() for path in near.values()]
    return hashlib.sha256(b"".join(files)).hexdigest()


def to_count_quickly(table: "pa.Table") -> "pa.Table":
    """Return the facts of a month with what makes counting them quick beside them.

    `place` is centre * GROUPS + group, which every cube asks for; contacts belong to no group.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.multiply(table["centre"].cast(pa.uint16()), pa.scalar(GROUPS, pa.uint16()))
    if "group" in table.column_names:
        column = pc.add(column, table["group"].cast(pa.uint16()))
    return with_joints(table.append_column(PLACE, column))


def write(table: "pa.Table", place: Place) -> None:
    """Put a table in place of whatever stood there. A reader sees the old file or the new one, never a part."""
    put(content_of(table), place)


def content_of(table: "pa.Table") -> memoryview:
    """Return a table as a file holds it."""
    import pyarrow.parquet as pq

    content = io.BytesIO()
    pq.write_table(table, content, compression="zstd", store_schema=False)
    return content.getbuffer()


def put(content: bytes | memoryview, place: Place) -> None:
    """Put a file in place of whatever stood there, whole or not at all. Raise AddressError."""
    with beside(content, place) as fresh:
        move(fresh, place)


@contextmanager
def beside(content: bytes | memoryview, place: Place) -> Iterator[Place]:
    """Write a file beside its place, under a name that nobody looks for, until it is moved. Raise AddressError.

    Not every protocol writes a file whole or not at all, but every one moves it so.
    """
    fresh = place.with_name(f"{place.name}.{uuid4().hex}")  # no dot before it: Spark would not read it
    try:
        with _answered():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if isinstance(fresh, Path):
                _write_down(content, fresh)
            else:
                fresh.fs.pipe_file(fresh.path, bytes(content))
        yield fresh
    finally:
        with _answered():
            fresh.unlink(missing_ok=True)


def move(fresh: Place, place: Place) -> None:
    """Put a file that was written beside a place in place of whatever stands there. Raise AddressError."""
    with _answered():
        if isinstance(fresh, Path):
            fresh.replace(fresh.with_name(place.name))
            _sync(fresh.parent)
        else:
            fresh.fs.mv(fresh.path, fresh.with_name(place.name).path)


def _write_down(content: bytes | memoryview, path: Path) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)  # the new name too must outlive a power cut
    finally:
        os.close(handle)
