"""What a backup is encrypted to is a public key, and what is not is refused without being repeated anywhere."""

import pyrage
import pytest

from bereg.recovery import archive
from bereg.recovery.archive import BackupError

PAIR = pyrage.x25519.Identity.generate()


def test_a_public_key_is_taken_with_what_surrounds_it() -> None:
    assert str(archive.recipient_of(f" {PAIR.to_public()}\n")) == str(PAIR.to_public())


@pytest.mark.parametrize(
    "text",
    [str(PAIR), f"# public key: {PAIR.to_public()}\n{PAIR}\n", str(PAIR).lower()],
    ids=["alone", "a whole file", "in small letters"],
)
def test_a_private_key_that_was_set_by_mistake_is_named_and_not_printed(text: str) -> None:
    with pytest.raises(BackupError, match="private key of age") as refused:
        archive.recipient_of(text)
    assert str(PAIR).partition("-1")[2][:12].lower() not in str(refused.value).lower()


@pytest.mark.parametrize("text", ["", "age1invented", "a passphrase that was pasted"])
def test_any_other_text_is_refused_and_not_printed(text: str) -> None:
    with pytest.raises(BackupError, match="no age public key") as refused:
        archive.recipient_of(text)
    assert not text or text not in str(refused.value)
