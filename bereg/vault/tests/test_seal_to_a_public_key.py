"""A file sealed to a public key is opened by the private one alone; what is no such key is refused, never repeated."""

import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest

from bereg.vault import age_keys
from bereg.vault.age_keys import NoPublicKeyError, PrivateKeyError

pytestmark = pytest.mark.once("it uses no database")
WORDS = "Женщине нужно место на ночь.".encode()
# Well formed, and of low order: a file to it could be opened by anybody. The points 0 and 1 of the curve.
NOBODYS = (
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
)


def pair() -> tuple[str, str]:
    """Return a public key and the private one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def test_the_owner_of_the_key_alone_opens_it() -> None:
    (public, private), (_other, others) = pair(), pair()
    sealed = age_keys.encrypt_to(WORDS, public)
    assert sealed.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert WORDS not in sealed
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(private)]) == WORDS
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(others)])


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed: apt-get install age")
def test_the_program_age_opens_it(tmp_path: Path) -> None:
    public, private = pair()
    (tmp_path / "key").write_text(f"# public key: {public}\n{private}\n", encoding="ascii")
    (tmp_path / "sealed.age").write_bytes(age_keys.encrypt_to(WORDS, public))
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key"), str(tmp_path / "sealed.age")]
    done = subprocess.run(command, capture_output=True, timeout=30, check=True)
    assert done.stdout == WORDS


def test_a_key_is_read_however_it_was_copied() -> None:
    public, _private = pair()
    assert [age_keys.public_key(each) for each in (public, f"  {public}\n", public.upper())] == [public] * 3


@pytest.mark.parametrize(
    "wrong", ["", "age1", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA", "age1yubikey1qqqqqqqqqq", "AGE", *NOBODYS]
)
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(NoPublicKeyError):
        age_keys.public_key(wrong)
    public, _private = pair()
    with pytest.raises(NoPublicKeyError):  # one sign is another one: the checksum tells
        age_keys.public_key(public[:-1] + ("q" if public[-1] != "q" else "p"))


def test_a_private_key_is_told_apart_and_not_repeated() -> None:
    public, private = pair()
    for pasted in (private, private.lower(), f"# created: 2008\n# public key: {public}\n{private}\n"):
        with pytest.raises(PrivateKeyError) as refused:
            age_keys.public_key(pasted)
        assert private[20:].lower() not in str(refused.value).lower()
        assert refused.value.__cause__ is None
