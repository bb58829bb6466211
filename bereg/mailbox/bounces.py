"""What a mail server tells of a letter that it took and could not deliver (RFC 3464)."""

import re

# Some of these notes come without the sender that marks them, and all with this. A note of a delay says so instead.
_REPORT = re.compile(rb"report-type\s*=\s*\"?delivery-status", re.IGNORECASE)
_FAILED = re.compile(rb"^Action[ \t]*:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(rb"^Message-ID[ \t]*:\s*<([!-;=?-~]{1,250})>", re.IGNORECASE | re.MULTILINE)
MOST_NAMES = 20


def undelivered(raw: bytes) -> list[str]:
    """Return the message ids of what a note says was not delivered; none of any other letter."""
    if not _REPORT.search(raw) or not _FAILED.search(raw):
        return []
    return [name.decode("ascii") for name in _NAME.findall(raw)[:MOST_NAMES]]
