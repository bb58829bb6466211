"""Letters that nobody writes: the inputs that were measured to hurt, each with what becomes of it, and made-up ones."""

import resource
from collections.abc import Callable
from random import Random

from bereg.mailbox.inbound import InboundMessage, Quarantined
from bereg.mailbox.normalising import normalise
from bereg.mailbox.quarantine_reasons import QuarantineReason as Limit

MULTIPART = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
HTML = b"From: anna@example.org\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
CPU_S = 20  # for all of them together, of which one alone took 45 s


def nested(depth: int) -> bytes:
    """Return parts inside parts, the innermost with a word."""
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return head + b"\r\nhelp"


MEASURED: dict[str, tuple[Callable[[], bytes], Limit | None]] = {
    "20,000 parts": (lambda: MULTIPART + b"--b\r\n\r\nx\r\n" * 20_000, Limit.MANY_PARTS),
    "101 parts": (lambda: MULTIPART + b"--b\r\n\r\nx\r\n" * 101, Limit.MANY_PARTS),
    "depth 2,000": (lambda: nested(2_000), Limit.MANY_PARTS),
    "depth 21": (lambda: nested(21), Limit.TOO_DEEP),
    "depth 15": (lambda: nested(15), None),
    "over 25 MB": (lambda: b"From: anna@example.org\r\n\r\n" + b"x" * (25 * 1024 * 1024), Limit.TOO_LARGE),
    "a sender of quote marks, 64 KB": (lambda: b"From: " + b'"' * 65_000 + b"\r\n\r\nhelp", Limit.LONG_HEADER),
    "a sender of quote marks, 4 KB": (lambda: b"From: " + b'"' * 4_000 + b"\r\n\r\nhelp", None),
    "a sender of backslashes": (lambda: b"From: " + b'"\\' * 2_000 + b"\r\n\r\nhelp", None),
    "headers of 70 KB": (lambda: (b"X: " + b"y" * 3_000 + b"\r\n") * 24 + b"\r\nhelp", Limit.LONG_HEADERS),
    "headers without an end": (lambda: b"X: " + b"y" * 100_000, Limit.LONG_HEADERS),
    "501 headers": (lambda: b"X: y\r\n" * 501 + b"\r\nhelp", Limit.MANY_HEADERS),
    "10,000 addresses": (lambda: b"To: " + b"a@b,\r\n " * 10_000 + b"\r\n\r\nhelp", Limit.LONG_HEADERS),
    "101 addresses": (lambda: (b"To: " + b"a@b.c, " * 51 + b"\r\n") * 2 + b"\r\nhelp", Limit.MANY_ADDRESSES),
    "a boundary line in a part's header": (
        lambda: MULTIPART + b"--b\r\nContent-Type: text/plain; name=" + b";" * 5_000 + b"\r\n\r\nx\r\n--b--",
        Limit.LONG_HEADER,
    ),
    "parameters": (lambda: b"Content-Type: text/plain" + b"; a*0*=''" * 400 + b"\r\n\r\nhelp", None),
    "nested HTML, 220 KB": (lambda: HTML + b"<div>" * 44_000, Limit.LONG_HTML),
    "nested HTML, 64 KB": (lambda: HTML + b"<b><i>" * 10_900 + b"help", None),
    "open tags, 64 KB": (lambda: HTML + b"<a " * 21_800, None),
    "open comments": (lambda: HTML + b"<!--" * 16_000, None),
    "entities": (lambda: HTML + b"&amp;" * 13_000, None),
    "100,001 characters": (lambda: b"From: anna@example.org\r\n\r\n" + b"x" * 100_001, Limit.LONG_TEXT),
    "a text of many megabytes": (lambda: b"From: anna@example.org\r\n\r\n" + b"x " * 5_000_000, Limit.LONG_TEXT),
    "marks": (
        lambda: b"From: a@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "e\u0301".encode() * 49_000,
        None,
    ),
    "a charset that runs code": (
        lambda: b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" + b"9" * 90_000, None,
    ),
    "21 attachments": (
        lambda: MULTIPART + b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n" * 21, Limit.MANY_FILES,
    ),
    "an attachment of 11 MB": (
        lambda: MULTIPART + b"--b\r\nContent-Disposition: attachment\r\n\r\n" + b"x" * 11_000_000, Limit.LARGE_FILE,
    ),
    "lines that end in colons": (lambda: b"From: a@example.org\r\n\r\n" + b"1:\n" * 33_000, None),
    "fields": (lambda: b"From: a@example.org\r\n\r\n" + b"a: b@c 10:00\n" * 7_000, None),
    "quoted lines": (lambda: b"From: a@example.org\r\n\r\n" + b"x\n> y\n" * 16_000, None),
    "no header at all": (lambda: b"\r\nhelp", None),
    "nothing": (lambda: b"", None),
    "zeros": (lambda: b"\0" * 100_000, Limit.LONG_HEADERS),
}  # fmt: skip

_PIECES = (
    b"From: anna@example.org\r\n", b'From: "a" <a@b.org>, c@d.org\r\n',
    b"Subject: =?utf-8?b?4pyI?= =?x?q?=0D=0A?=\r\n", b"Subject: =?utf-8?b?!!!?=\r\n", b"Subject: =?idna?q?xn--?=\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b'Content-Type: multipart/alternative; boundary="b"; boundary*0=c\r\n',
    b"Content-Type: text/html; charset=utf-16\r\n", b'Content-Type: text/plain; charset="\xff"\r\n',
    b"Content-Type: message/rfc822\r\n", b"Content-Type: ;;;=\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Disposition: attachment; filename*=utf-8''%E2%80%AE%00..%2Fexe.pdf\r\n",
    b'Content-Disposition: inline; filename="=?utf-8?q?=00?="\r\n', b"References: <a@b> <c@d>\r\n",
    b"In-Reply-To: <<>\r\n", b"To: help+aaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaa@example.org\r\n",
    b"Delivered-To: help+77@example.org\r\n", b"Return-Path: <>\r\n", b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"--b\r\n",
    b"--b--\r\n", b"\r\n--b\r\n\r\n", b"--c\n", b"=\r\n", b"=ZZ=0", b"TQ==", b"////", b"<p>x<blockquote>",
    b"<script>", b"&#0;&#x110000;", b"\x00\x1b[31m\x7f", b"\xe2\x80\xae", b"\xff\xfe\x00", b"\xed\xa0\x80",
    'На дату 1.1.2026 написал:\r\n> да\r\n'.encode(), "Привет".encode("koi8-r"), b"> x\r\n", b"From: x\n", b"-- \n",
    b" folded\r\n", b"A" * 300, b"e\xcc\x81" * 40, b"\x80" * 5, b"PK\x03\x04", b"RIFF", b"%PDF-",
)  # fmt: skip


def made_up(random: Random) -> bytes:
    """Return a letter of pieces that mean something to a reader, in an order that means nothing, some of it spoilt."""
    raw = bytearray(b"".join(random.choices(_PIECES, k=random.randint(1, 40))))
    for _ in range(random.choice((0, 0, 1, 5))):
        if raw:
            raw[random.randrange(len(raw))] = random.randrange(256)
    return bytes(raw)


def read_all() -> None:
    """Read what was measured within a limit of the processor: one that takes its time is killed by the system."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    for name, (letter, reason) in MEASURED.items():
        found = normalise(letter())
        assert isinstance(found, InboundMessage) if reason is None else found == Quarantined(reason), name


if __name__ == "__main__":
    read_all()
