"""A real server under visitors who send or read slowly or never: everybody else is served."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection

import pytest

from bereg.console.tests.serving import free_port, passphrase_of
from bereg.core.postgresql.checks import WORDS
from bereg.vault.tests import cheap
from tests.demonstration import TABLES, Installation, installation

HOST = b"Host: localhost\r\n"
HELD = b"POST /en/ HTTP/1.1\r\n" + HOST + b"Content-Length: 5000\r\n\r\na"
WAIT_S = 60  # for what comes at once unless something is broken


@contextmanager
def served(place: Installation, program: str = "tests.impatient", **more: str) -> Iterator[int]:
    """Serve an installation by a program of ours; give the port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", program, "serve", "--port", str(port)],
        env={**os.environ, **place.environment, "BEREG_POSTGRES_ACCEPT": ",".join(WORDS), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        assert server.stdout.readline().startswith("Serving "), server.communicate()[1]
        yield port
    finally:
        server.terminate()
        _, errors = server.communicate(timeout=WAIT_S)
        assert (server.returncode, errors) == (0, "")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("slow") / "data"
    with installation(folder, TABLES) as place:
        passphrase = passphrase_of(folder)
        cheap.place(folder, passphrase.read_text(encoding="utf-8"))
        with served(place, BEREG_PASSPHRASE_FILE=str(passphrase)) as listening:
            yield listening


class Held:
    """Connections that stay open until the block ends."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stack = ExitStack()

    def __enter__(self) -> "Held":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, sent: bytes, *, receive_b: int = 0) -> socket.socket:
        """Open one and send something."""
        client = self._stack.enter_context(closing(socket.socket()))
        if receive_b:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_b)
        client.settimeout(WAIT_S)
        client.connect(("127.0.0.1", self._port))
        client.sendall(sent)
        return client


def page(port: int, path: str = "/en/") -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=WAIT_S)) as client:
        client.request("GET", path)
        answer = client.getresponse()
        answer.read()
        return answer.status


def to_the_end(client: socket.socket) -> bytes:
    """Return all that comes until the server closes."""
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_pages_come_while_others_hold_their_bodies_headers_and_answers(port: int) -> None:
    with Held(port) as held:
        bodies = [held.open(HELD) for _ in range(20)]
        silent = [held.open(sent) for sent in (b"", b"GET / HTTP/1.1\r\nHost", b"PRI * HTTP/2") for _ in range(5)]
        readers = [held.open(b"GET /en/ HTTP/1.1\r\n" + HOST + b"\r\n", receive_b=2_048) for _ in range(20)]
        assert [page(port) for _ in range(3)] == [200] * 3
        assert {status(to_the_end(client)) for client in bodies} == {408}
        for client in silent:
            to_the_end(client)  # the server ends it
        assert len(readers) == 20
        assert page(port) == 200
