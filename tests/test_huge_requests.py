"""A real server refuses what is too large without taking memory for it, and serves on."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bereg.console.tests.serving import free_port, running
from bereg.core.tests.torture import say, share
from tests.demonstration import tables_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")

FORM, MULTIPART = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="%d"\r\n\r\n.\r\n'
BODIES: dict[str, tuple[bytes, bytes]] = {
    "1 MB and 1 B": (FORM, b"a" * 1_000_001),
    "19 MB": (FORM, b"a" * 19_000_000),
    "100,000 fields": (FORM, b"&".join(b"f%d=1" % number for number in range(100_000))[:999_999]),
    "201 fields": (FORM, b"&".join(b"f%d=1" % number for number in range(201))),
    "1,000 files": (MULTIPART, b"".join(PART % (n, n) for n in range(1_000)) + b"--x--\r\n"),
    "21 files": (MULTIPART, b"".join(PART % (n, n) for n in range(21)) + b"--x--\r\n"),
    "a file of 22 MB": (MULTIPART, PART.replace(b".", b"%s") % (1, 1, b"z" * 22_000_000) + b"--x--\r\n"),
    "a field of 2 MB": (
        MULTIPART,
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 2_000_000 + b"\r\n--x--",
    ),
}
MOST_GROWTH_KB = 50_000
MOST_HELD_MB = 150  # 64 are held; a body that grows is copied


class Served:
    """A running server, asked by bare sockets."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self.process = port, process

    def send(self, kind: bytes, body: bytes) -> tuple[int, float]:
        """Send a form that anybody may send; return the status and how long the answer took after the last byte."""
        head = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\n"
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=30)) as client:
            with suppress(OSError):  # refused before its end
                client.sendall(head % kind + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            begun = time.monotonic()
            return int(client.recv(100).split()[1]), time.monotonic() - begun

    def peak_kb(self) -> int:
        """Return the most memory that the process which answers ever had."""
        below = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        peaks = [self._peak(each) for each in below]
        return max(peaks)

    def _peak(self, process: str) -> int:
        status = Path(f"/proc/{process}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0])

    def answers(self) -> bool:
        """Tell whether an ordinary visitor is served."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as client:
            client.request("GET", "/en/")
            return client.getresponse().status == 200


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("data")
    tables_on_sqlite(data)
    port = free_port()
    with running("serve", "--port", str(port), data=data) as server:
        made = Served(port, server.pid)
        assert made.answers()
        yield made


def refused(served: Served, name: str) -> tuple[float, int]:
    """Send one; return how long the refusal took and how much memory was taken at most."""
    before = served.peak_kb()
    status, took_s = served.send(*BODIES[name])
    assert status in {400, 413}, name
    assert served.answers()
    return took_s, served.peak_kb() - before


@pytest.mark.parametrize("name", BODIES)
def test_what_is_too_large_is_refused_cheaply(served: Served, name: str) -> None:
    _took_s, growth_kb = refused(served, name)
    assert growth_kb < MOST_GROWTH_KB


@pytest.mark.torture
def test_huge_requests_again_and_again(served: Served) -> None:
    times, slowest, before = share(50), 0.0, served.peak_kb()
    for _ in range(times):
        slowest = max(slowest, *(refused(served, name)[0] for name in BODIES))
    growth_mb = (served.peak_kb() - before) / 1000
    say(
        "S13", f"{times * len(BODIES)} huge requests, slowest refusal {slowest:.2f} s, growth {growth_mb:.0f} MB in all"
    )
    assert growth_mb * 1000 < MOST_GROWTH_KB


@pytest.mark.torture
def test_many_large_bodies_at_once(served: Served) -> None:
    before, count, size = served.peak_kb(), share(40, least=10), 20_000_000
    head = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    with ExitStack() as held:
        for _ in range(count):
            client = held.enter_context(closing(socket.create_connection(("127.0.0.1", served.port), timeout=30)))
            with suppress(OSError):  # the largest gives way
                client.sendall(head % (MULTIPART, size) + b"z" * (size - 1))
        assert served.answers()
    growth_mb = (served.peak_kb() - before) / 1000
    say("S13", f"{count} bodies of 20 MB without their last byte, held at once: growth {growth_mb:.0f} MB")
    assert growth_mb < MOST_HELD_MB
