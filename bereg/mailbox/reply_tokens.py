"""The token in the address that an answer of ours comes from: by it a reply finds its thread, and by nothing else.

    help+<thread, 26 signs>-<HMAC of it, 80 bits in 16 signs>@example.org

A forged one leads nowhere: the letter begins a new thread.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

MAC_B = 10  # 80 bits
LONGEST_LOCAL = 64  # signs before the @ (RFC 5321)
_TOKEN = re.compile(r"\+([a-z2-7]{26})-([a-z2-7]{16})@")


@dataclass(frozen=True)
class ReplyToken:
    """A thread as an address claims it."""

    thread: UUID
    mac: str

    def is_genuine(self, key: bytes) -> bool:
        """Tell, in constant time, whether we have made it."""
        return hmac.compare_digest(self.mac, _mac(self.thread, key))


def tokens_in(addresses: Iterable[str]) -> tuple[ReplyToken, ...]:
    """Return the tokens of addresses, as they are claimed."""
    found = (_TOKEN.search(each.lower()) for each in addresses)
    return tuple(ReplyToken(_thread(match[1]), match[2]) for match in found if match)


def reply_address(address: str, thread: UUID, key: bytes) -> str:
    """Return the address that a reply goes to; "" where ours is too long for one: it is found by what it answers."""
    local, _, domain = address.rpartition("@")
    named = f"{local}+{_signs(thread.bytes)}-{_mac(thread, key)}"
    return f"{named}@{domain}" if len(named) <= LONGEST_LOCAL else ""


def _mac(thread: UUID, key: bytes) -> str:
    return _signs(hmac.digest(key, b"reply|" + thread.bytes, sha256)[:MAC_B])


def _signs(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").rstrip("=").lower()


def _thread(signs: str) -> UUID:
    return UUID(bytes=base64.b32decode(f"{signs.upper()}======"))
