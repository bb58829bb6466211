"""Ids that follow from others, so that what is done twice is one record, for whoever holds the installation's secret.

Ids leave the house, such as that of a conversation in the address that a letter of ours comes from. By `uuid5` anybody
who has one finds what is made of it: docs/decisions/0146-ids-that-leave.md.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac


def keyed_id(purpose: str, of: UUID) -> UUID:
    """Return the id of what one record becomes. purpose: what that is, so that two of one record differ."""
    return UUID(
        bytes=salted_hmac(f"bereg.core.keyed_ids.{purpose}", of.bytes, algorithm="sha256").digest()[:16], version=4
    )
