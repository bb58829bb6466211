"""What the tests of the vault share."""

from collections.abc import Iterator

import pytest

from bereg.vault.tests import cheap
from bereg.vault.tests.readers import REFERRAL, REPLY, admitted, write
from bereg.vault.tests.samples import Sample, everybody, let_read, nobody, noted


@pytest.fixture
def acts_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an act stand for each text of a sample that is sealed."""
    noted(monkeypatch)


@pytest.fixture
def readable(acts_noted: None) -> Iterator[None]:
    """Let everybody read the samples."""
    let_read(everybody)
    yield
    let_read(nobody)


@pytest.fixture
def cheap_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let receipts and links be tried at once."""
    cheap.secrets(monkeypatch)


@pytest.fixture
def shared(db: None, readable: None, cheap_secrets: None) -> Sample:
    """A record of which both were admitted before anything was written."""
    made = admitted()
    write(made, reply=REPLY, referral=REFERRAL, narrative="what nobody else may read")
    return made
