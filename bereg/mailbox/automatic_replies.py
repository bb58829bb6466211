"""Whether a machine wrote a letter (RFC 3834): nobody is answered then, and nobody reached us."""

import re

from bereg.mailbox.mime_parts import Letter

_ROBOT = re.compile(
    r"(?:mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?|listserv|majordomo|owner-.*|.*-(?:owner|request|bounces?))"
    r"(?:[+=-].*)?"
)
_SENT_TO_MANY = {"bulk", "junk", "list", "auto_reply"}
_MARKS = (
    "list-id", "list-unsubscribe", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-loop", "feedback-id",
)  # fmt: skip


def is_automatic(letter: Letter, sender: str) -> bool:
    """Tell by what the machines say of themselves; a person's letter that passed a list counts as the list's."""
    headers = letter.headers
    if any(value.strip() == b"<>" for value in headers.all("return-path")):
        return True
    said = headers.plain("auto-submitted").partition(";")[0].strip()
    return (
        said not in {"", "no"}
        or headers.plain("precedence") in _SENT_TO_MANY
        or any(True for _ in headers.all(*_MARKS))
        or letter.kind == "multipart/report"
        or bool(_ROBOT.fullmatch(sender.partition("@")[0].lower()))
    )
