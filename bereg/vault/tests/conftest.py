"""What the tests of the vault share."""

from collections.abc import Iterator

import pytest

from bereg.vault import rules
from bereg.vault.tests.samples import LABEL, everybody, forget_rules


@pytest.fixture
def readable() -> Iterator[None]:
    """Let everybody read the samples."""
    rules.register(LABEL, everybody)
    yield
    forget_rules()
