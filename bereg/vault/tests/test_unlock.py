"""The root key lies under a passphrase in a place of its own, and the vault opens with nothing else."""

import io
import os
import subprocess
from pathlib import Path
from typing import Any

import pyrage
import pytest

from bereg.audit import chain
from bereg.vault import actions, age, keks, key_locations, keyring, passphrase, root, unlocking
from bereg.vault.classes import SecretKind
from bereg.vault.faults import Damaged, NoPrivateKey, VaultLocked, WrongPassphrase, WrongRoot
from bereg.vault.key_locations import UnsafeKeys
from bereg.vault.models import Secret
from bereg.vault.passphrase import NoPassphrase
from bereg.vault.root import RootExists
from bereg.vault.tests import cheap
from bereg.vault.tests.samples import sample

GIVEN = "an invented passphrase"


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, a passphrase in a file beside it, and a locked vault."""
    settings.DATA = tmp_path / "data"
    settings.PASSPHRASE_FILE = str(tmp_path / "passphrase")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    (tmp_path / "passphrase").touch(mode=0o600)
    (tmp_path / "passphrase").write_text(f"{GIVEN}\n")
    cheap.root_keys(monkeypatch)
    keyring.lock()
    return tmp_path / "data"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_first_start_makes_the_root_key_for_its_owner_alone(data: Path, db: None) -> None:
    unlocking.unlocked()
    assert keyring.is_unlocked()
    assert (mode(data / "keys"), mode(data / "keys" / "root.age")) == (0o700, 0o400)
    assert [each.name for each in (data / "keys").iterdir()] == ["root.age"]
    held = keyring.require()
    assert held not in (data / "keys" / "root.age").read_bytes()
    keyring.lock()
    unlocking.unlocked()
    assert keyring.require() == held


def test_unlocking_gives_the_log_its_key_and_locking_takes_everything(data: Path, db: None) -> None:
    unlocking.unlocked()
    centre = sample()
    sealed = actions.seal(centre, "narrative", "a text")
    assert chain.held_key() == keyring.made(SecretKind.AUDIT)
    keyring.lock()
    assert chain.held_key() is None
    assert not keyring.is_unlocked()
    with pytest.raises(VaultLocked):
        keyring.private(keks.newest(centre.centre_id).pk)
    assert sealed


def test_a_wrong_passphrase_and_a_damaged_file_are_told_apart(data: Path, db: None) -> None:
    root.make(GIVEN)
    with pytest.raises(WrongPassphrase):
        keyring.unlock("another passphrase")
    file = root.path()
    whole = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(whole[:-1])
    with pytest.raises(Damaged):
        keyring.unlock(GIVEN)
    file.write_bytes(pyrage.passphrase.encrypt(bytes(16), GIVEN))
    with pytest.raises(Damaged):
        keyring.unlock(GIVEN)
    assert not keyring.is_unlocked()


def test_the_programs_own_files_open_too(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    made = root.make(GIVEN)
    assert root.read(GIVEN) == made


def test_a_root_key_is_never_written_over(data: Path) -> None:
    first = root.make(GIVEN)
    with pytest.raises(RootExists):
        root.make(GIVEN)
    assert root.read(GIVEN) == first
    assert [each.name for each in (data / "keys").iterdir()] == ["root.age"]


def test_a_new_passphrase_leaves_nothing_that_opens_with_the_old_one(data: Path) -> None:
    key = root.make("an invented passphrase")
    left = root.path().with_name("root.age.4711")  # of a process that was killed between the two names
    left.hardlink_to(root.path())
    root.write(key, "quite another one", over=True)
    assert root.read("quite another one") == key
    assert [file.name for file in root.path().parent.glob("root.age*")] == ["root.age"]


def test_the_root_key_of_another_installation_is_refused(data: Path, db: None) -> None:
    keyring.unlock_with(bytes(range(32)))
    keyring.made(SecretKind.AUDIT)
    keyring.lock()
    root.make(GIVEN)
    with pytest.raises(WrongRoot):
        unlocking.unlocked()
    assert not keyring.is_unlocked()


def test_no_new_root_key_is_made_where_secrets_wait_for_the_old_one(data: Path, db: None) -> None:
    keyring.unlock_with(bytes(range(32)))
    keyring.made(SecretKind.AUDIT)
    keyring.lock()
    with pytest.raises(UnsafeKeys, match="keys restore"):
        unlocking.unlocked()
    assert not root.exists()


def test_two_first_starts_at_once_agree(data: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process makes the root key between our look and our own."""
    others = root.make(GIVEN)
    monkeypatch.setattr("bereg.vault.unlocking.root.exists", lambda: False)
    unlocking.unlocked()
    assert keyring.require() == others


def test_of_two_who_need_a_secret_first_the_slower_takes_the_others(
    data: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague's request makes the key of a centre's index right after our look for it."""
    unlocking.unlocked()
    look, made = keyring.secret, []

    def late(id: str) -> bytes:
        monkeypatch.setattr(keyring, "secret", look)
        with pytest.raises(NoPrivateKey):
            look(id)
        made.append(keyring.made(SecretKind.INDEX))
        raise NoPrivateKey

    monkeypatch.setattr(keyring, "secret", late)
    assert [keyring.made(SecretKind.INDEX)] == made


def test_a_secret_that_does_not_open_is_never_written_over(data: Path, db: None) -> None:
    unlocking.unlocked()
    keyring.made(SecretKind.INDEX)
    before = bytes(Secret.objects.get(kind=SecretKind.INDEX).wrapped)
    keyring.unlock_with(bytes(range(32)))
    with pytest.raises(NoPrivateKey):
        keyring.made(SecretKind.INDEX)
    assert bytes(Secret.objects.get(kind=SecretKind.INDEX).wrapped) == before


BESIDE = ["keys/django.key", "keys/keys.sqlite3"]


def fill(data: Path) -> None:
    """Let every file lie in the folder of the keys."""
    root.make(GIVEN)
    for name in BESIDE:
        (data / name).touch(mode=0o600)


def test_whole_keys_in_their_place_are_fine(data: Path, db: None) -> None:
    fill(data)
    key_locations.check()


@pytest.mark.parametrize("place", ["keys", "keys/root.age", *BESIDE, "../passphrase"])
def test_keys_that_others_can_read_are_refused(data: Path, db: None, place: str) -> None:
    fill(data)
    (data / place).chmod(0o750 if place == "keys" else 0o640)
    with pytest.raises(UnsafeKeys, match="chmod"):
        unlocking.unlocked()


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "BACKUPS", "KEYS_BACKUPS"])
def test_keys_in_a_folder_that_is_handed_on_are_refused(data: Path, db: None, settings: Any, name: str) -> None:
    setattr(settings, name, str(data))
    with pytest.raises(UnsafeKeys, match="handed on"):
        unlocking.unlocked()
    assert not root.exists()


def test_a_file_of_the_keys_that_leads_into_such_a_folder_is_refused(
    data: Path, db: None, settings: Any, tmp_path: Path
) -> None:
    root.make(GIVEN)
    settings.BACKUPS = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "keys").touch(mode=0o600)
    (data / "keys" / "keys.sqlite3").symlink_to(tmp_path / "backups" / "keys")
    with pytest.raises(UnsafeKeys, match="handed on"):
        unlocking.unlocked()


@pytest.mark.parametrize("file", ["keys/root.age", *BESIDE])
def test_keys_that_git_tracks_are_refused(data: Path, db: None, file: str) -> None:
    fill(data)
    own = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}
    for words in (["init", "-q"], ["add", "-f", file]):
        subprocess.run(["git", "-C", str(data), *words], check=True, env=own)
    with pytest.raises(UnsafeKeys, match="tracked by git"):
        unlocking.unlocked()


def test_djangos_secret_key_is_no_passphrase(data: Path, db: None, settings: Any) -> None:
    settings.SECRET_KEY = GIVEN
    with pytest.raises(UnsafeKeys, match="secret key"):
        unlocking.unlocked()
    assert key_locations.OTHERS == 0o077


def test_systemd_comes_before_the_file(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bereg-passphrase").write_text("from systemd")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert passphrase.known() == "from systemd"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\xfd"])
def test_a_file_without_a_passphrase_is_said(data: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "passphrase").write_bytes(content)
    with pytest.raises(NoPassphrase, match="passphrase"):
        passphrase.known()


def test_without_a_terminal_and_a_file_it_says_what_to_do(
    data: Path, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSPHRASE_FILE = ""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(NoPassphrase, match="BEREG_PASSPHRASE_FILE"):
        unlocking.unlocked()
    assert not root.exists()


def test_the_demonstrations_passphrase_counts_there_alone(data: Path, settings: Any) -> None:
    settings.PASSPHRASE_FILE, settings.DEMONSTRATION = "", False
    made = passphrase.make_throw_away()
    assert passphrase.known() is None
    settings.DEMONSTRATION = True
    assert passphrase.known() == made
    assert passphrase.make_throw_away() == made


def test_the_vault_opens_when_something_first_needs_it(data: Path, db: None) -> None:
    with keyring.opened_by(unlocking.unlocked):
        assert not keyring.is_unlocked()
        actions.seal(sample(), "narrative", "a text")
    assert keyring.is_unlocked()
    assert Secret.objects.filter(kind="private").count() == 1


@pytest.mark.parametrize(("busy", "opens"), [(root.TRIES - 1, True), (root.TRIES, False)])
def test_a_busy_machine_is_no_wrong_passphrase(
    data: Path, monkeypatch: pytest.MonkeyPatch, busy: int, opens: bool
) -> None:
    """The library measures how fast it is, and refuses what it wrote in a quiet moment."""
    root.make(GIVEN)
    refused, decrypt = iter(range(busy)), pyrage.passphrase.decrypt

    def measured(sealed: bytes, given: str) -> bytes:
        if next(refused, None) is not None:
            raise pyrage.DecryptError("Excessive work parameter for passphrase.")
        return bytes(decrypt(sealed, given))

    monkeypatch.setattr("bereg.vault.root.pyrage.passphrase.decrypt", measured)
    if opens:
        assert len(root.read(GIVEN)) == root.ROOT_B
    else:
        with pytest.raises(root.Busy, match="busy"):
            root.read(GIVEN)


def test_a_busy_machine_makes_no_file_that_is_cheap_to_guess_at(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library finds too little work, as where much else is done: the file takes the least that there is."""
    monkeypatch.setattr("bereg.vault.root.LEAST_WORK", 10)
    key = root.make(GIVEN)
    assert (cheap.WORK, root.work()) == (2, 10)
    assert root.read(GIVEN) == key
    monkeypatch.setattr("bereg.vault.root.LEAST_WORK", cheap.WORK)
    root.write(key, GIVEN, over=True)
    assert root.work() == cheap.WORK  # what the library found was enough


@pytest.mark.once("no database is asked")
def test_what_we_write_age_itself_opens() -> None:
    for plain in (b"", bytes(32), bytes(65_536)):
        made = age.encrypt(plain, GIVEN, work=4)
        assert pyrage.passphrase.decrypt(made, GIVEN) == plain
        assert age.work_of(made) == 4
        with pytest.raises(pyrage.DecryptError):
            pyrage.passphrase.decrypt(made, "another")
    assert age.work_of(pyrage.passphrase.encrypt(b"x", GIVEN)) >= 10
    assert age.work_of(b"age-encryption.org/v1\n-> X25519 abc\n") == 0
    assert root.LEAST_WORK == 18
