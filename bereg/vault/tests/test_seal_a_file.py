"""A file is sealed while it comes in, and what it was sealed to has a digest for the audit log."""

import hashlib
from uuid import uuid4

import pytest

from bereg.vault import actions
from bereg.vault.files import CHUNK_B
from bereg.vault.tests.samples import Recording

pytestmark = pytest.mark.django_db
PLAIN = bytes(range(256)) * 600  # three chunks


def test_the_digest_is_that_of_all_pieces_and_of_a_whole_file_alone() -> None:
    sealing = actions.seal_file(Recording(centre_id=uuid4()), "voice", iter([PLAIN[:100], PLAIN[100:]]))
    pieces = [next(sealing)]
    with pytest.raises(ValueError, match="to its end"):
        _ = sealing.sha256
    pieces += sealing
    assert len(pieces) == 1 + -(-len(PLAIN) // CHUNK_B)
    assert sealing.sha256 == hashlib.sha256(b"".join(pieces)).digest()
    assert PLAIN[:100] not in b"".join(pieces)
