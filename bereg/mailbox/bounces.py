"""What a mail server tells of a letter that it took and could not deliver: by a status part (RFC 3464), or in words."""

import re

from bereg.mailbox.headers import HeaderCount
from bereg.mailbox.inbound import InboundMessage

# Some of these notes come without the sender that marks them, and all with this. A note of a delay says so instead.
_REPORT = re.compile(rb"report-type\s*=\s*\"?([a-z-]+)", re.IGNORECASE)
_ACTION = re.compile(rb"^Action[ \t]*:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(rb"^[> \t]*Message-ID[ \t]*:\s*<([!-;=?-~]{1,250})>", re.IGNORECASE | re.MULTILINE)
_SERVER = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)
MOST_NAMES = 20


def undelivered(raw: bytes) -> list[str]:
    """Return the message ids of what a note says was not delivered; none of any other letter."""
    return _names(raw) if _types(raw) == {b"delivery-status"} and b"failed" in _actions(raw) else []


def perhaps_undelivered(raw: bytes, letter: InboundMessage) -> list[str]:
    """Return the message ids that a mail server's note names which says in words alone what became of them.

    Older servers send such ones. A receipt and a note of absence come from who has read the letter, or will.
    """
    if _types(raw) - {b"delivery-status"} or (_actions(raw) and b"failed" not in _actions(raw)):
        return []
    headers, _body = HeaderCount().split(raw, 0, len(raw))
    is_by_server = bool(_SERVER.match(letter.sender))
    if not is_by_server and not _types(raw) and all(each != b"<>" for each in headers.all("return-path")):
        return []
    read = "\n".join((letter.text, letter.quoted)).encode()
    named = [name for each in (raw, read, *(file.content for file in letter.files)) for name in _names(each)]
    return [*named, *((*letter.in_reply_to, *letter.references) if is_by_server else ())]


def _types(raw: bytes) -> set[bytes]:
    return {each.lower() for each in _REPORT.findall(raw)}


def _actions(raw: bytes) -> set[bytes]:
    return {each.lower() for each in _ACTION.findall(raw)}


def _names(raw: bytes) -> list[str]:
    return [name.decode("ascii") for name in _NAME.findall(raw)[:MOST_NAMES]]
