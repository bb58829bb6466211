"""Letters and recordings as people and exchanges send them. All of them are invented."""

import struct
from email.message import EmailMessage

ANNA = "anna@example.org"


def letter(text: str = "They took my passport.", files: dict[str, bytes] | None = None, **headers: str) -> bytes:
    """Return a letter; a header's underscores stand for hyphens."""
    message = EmailMessage()
    standing = {"From": f"Anna <{ANNA}>", "To": "help@example.org", "Subject": "A question", "Message_ID": "<1@a>"}
    for name, value in {**standing, **headers}.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def wav(seconds: float) -> bytes:
    """Return silence as an exchange records it: 8 kHz, 16 bit, one channel."""
    size = int(seconds * 8_000) * 2
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16, b"data", size
    )
    return head + bytes(size)


def recording(seconds: float, said: str = "New message at 8005550199 from 9161234567") -> bytes:
    """Return what an exchange mails of a message on its answering machine."""
    return letter(
        said, files={"msg0001.wav": wav(seconds)}, From="pbx@example.org", Auto_Submitted="auto-generated",
        Message_ID=f"<{seconds}@pbx>",
    )  # fmt: skip
