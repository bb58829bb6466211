"""After a restore every sealed file is opened to its end, and one that was erased is gone again."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bereg.audit import actions as audit
from bereg.vault import actions, ledger, opening
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.files import CHUNK_B, HEADER_B
from bereg.vault.ledger import LedgerEntry
from bereg.vault.models import Key, record_hash
from bereg.vault.opening import Tried
from bereg.vault.tests.samples import Recording, make_table

pytestmark = pytest.mark.django_db
PLAIN = bytes(range(256)) * 600  # three chunks


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Let the program have a model with a sealed file."""
    settings.MEDIA_ROOT = str(tmp_path)
    make_table(Recording)
    models = [*apps.get_models(), Recording]
    monkeypatch.setattr("bereg.vault.ledger.apps", SimpleNamespace(get_models=lambda: models))


def recorded(plain: bytes = PLAIN) -> Recording:
    record = Recording(centre_id=uuid4())
    sealing = actions.seal_file(record, "voice", [plain])
    record.voice.save(f"{record.pk}.sealed", ContentFile(b"".join(sealing)), save=False)
    record.save()
    audit.record("sample.kept", target=record, by=None, sha256=actions.written_file("voice", sealing.sha256))
    return record


def tried() -> Tried:
    counted: list[int] = []
    found = opening.try_all(counted.append)
    assert sum(counted) == opening.count()
    return found


def change(record: Recording, how: Callable[[bytes], bytes]) -> None:
    path = Path(record.voice.path)
    path.write_bytes(how(path.read_bytes()))


def test_every_file_opens_and_none_is_left_out() -> None:
    for plain in (PLAIN, b"", b"short"):
        recorded(plain)
    Recording.objects.create(centre_id=uuid4(), voice="")
    assert opening.count() == 3
    assert (tried().opened, tried().failed, tried().erased) == (3, [], 0)


@pytest.mark.parametrize(
    "how",
    [
        lambda file: file[:-1],
        lambda file: file[: HEADER_B + CHUNK_B + 16],  # the first chunk is whole: only the end tells
        lambda file: file[:-1] + bytes([file[-1] ^ 1]),
        lambda file: b"",
    ],
    ids=["cut", "cut between chunks", "flipped at its end", "emptied"],
)
def test_a_file_that_is_not_whole_is_named(how: Callable[[bytes], bytes]) -> None:
    good, bad = recorded(), recorded()
    change(bad, how)
    found = tried()
    assert (found.opened, found.failed) == (1, [f"vault.recording.voice {bad.pk}: Damaged"])
    change(good, lambda _file: Path(bad.voice.path).read_bytes())
    assert tried().opened == 0


def test_a_file_that_is_missing_has_no_key_or_leads_elsewhere_is_named() -> None:
    missing, keyless, elsewhere = recorded(), recorded(), recorded()
    Path(missing.voice.path).unlink()
    Key.objects.filter(record=keyless.pk).delete()
    Recording.objects.filter(pk=elsewhere.pk).update(voice="../outside")
    assert sorted(tried().failed) == sorted(
        [
            f"vault.recording.voice {missing.pk}: FileNotFoundError",
            f"vault.recording.voice {keyless.pk}: KeyError",
            f"vault.recording.voice {elsewhere.pk}: SuspiciousFileOperation",
        ]
    )


def test_a_file_that_was_erased_after_the_backup_is_gone_again() -> None:
    kept, erased = recorded(), recorded()
    at = Key.objects.get(record=erased.pk).made_at + dt.timedelta(minutes=1)
    lines = [LedgerEntry(record_hash(erased.pk), Kind.VOICE, Because.REQUEST, at)]
    assert ledger.replay(lines) == 2  # the key, and the file
    assert not default_storage.exists(str(erased.voice.name))
    assert Recording.objects.get(pk=erased.pk).voice.name == ""
    assert (tried().opened, tried().failed, tried().erased) == (1, [], 0)
    assert default_storage.exists(str(kept.voice.name))


def test_a_file_whose_key_alone_is_gone_counts_as_erased() -> None:
    record = recorded()
    actions.erase(record, by=None, because=Because.REQUEST)
    assert (tried().opened, tried().failed, tried().erased) == (0, [], 1)
