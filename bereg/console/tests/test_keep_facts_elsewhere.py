"""Facts that lie apart from the data: backups, restores and demonstrations know of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pyarrow as pa
import pytest

from bereg.core.temporary_folders import temporary_folder
from bereg.counting import store
from bereg.demonstration import building
from bereg.recovery import backup, copies, restore
from bereg.recovery.archive import BackupError

MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)


@pytest.fixture(autouse=True)
def elsewhere(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    """An installation without anything but facts at an address."""
    place = uuid4().hex
    settings.DATA, settings.FACTS = tmp_path, f"memory://{place}/facts"
    store.write(table(1), store.facts_path("enquiries", MAY))
    store.write(table(2), store.facts_path("contacts", JUNE))
    yield
    fsspec.filesystem("memory").rm(f"/{place}", recursive=True)


def table(n: int) -> pa.Table:
    return pa.table({"centre": pa.array([n], pa.uint8())})


def standing() -> dict[str, bytes]:
    return {f"facts/{name}": place.read_bytes() for name, place in store.files()}


def test_a_backup_takes_them_along_and_a_restore_puts_them_back() -> None:
    before = standing()
    with temporary_folder("backup") as work:
        packed = backup._members("data", work)
        store.forget()
        assert standing() == {}
        store.put_back(work / "facts")

    assert list(before) == ["facts/contacts/2007-06.parquet", "facts/enquiries/2007-05.parquet"]
    assert {name for name in packed if name.startswith("facts/")} == set(before)
    assert standing() == before


def test_a_restore_refuses_to_mix_them_with_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "is_empty", lambda _alias: True)  # the tests' own tables are none
    with pytest.raises(BackupError, match="BEREG_FACTS"):
        restore.refuse_unless_empty()
    store.forget()
    restore.refuse_unless_empty()


def test_a_demonstration_keeps_off_them() -> None:
    assert building._has_traces()
    store.forget()
    assert not building._has_traces()
