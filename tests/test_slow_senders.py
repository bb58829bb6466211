"""A real server under visitors who send or read slowly or never: everybody else is served."""

import os
import select
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from bereg.console.tests.serving import certified, free_port, passphrase_of
from bereg.core.postgresql.checks import WORDS
from bereg.vault.tests import cheap
from tests.demonstration import TABLES, Installation, installation

pytestmark = pytest.mark.once("what a slow sender holds is held before a database is asked")

HOST = b"Host: localhost\r\n"
POST, GET = b"POST /en/ HTTP/1.1\r\n" + HOST, b"GET /en/ HTTP/1.1\r\n" + HOST
# A form, with the cookie that goes with one: the application reads on for the token, and refuses nothing before.
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrf=%s; __Host-csrf=%s\r\n" % ((b"a" * 32,) * 2)
HELD = POST + FORM + b"Content-Length: 5000\r\n\r\na"
STREAM = b"GET /streamed-events/ HTTP/1.1\r\n" + HOST + b"\r\n"
LARGER = b"GET /large-answer/ HTTP/1.1\r\n" + HOST + b"\r\n"
LARGEST = b"GET /static/django_htmx/htmx-2.js HTTP/1.1\r\n" + HOST + b"\r\n"
WAIT_S = 60  # for what comes at once unless something is broken


@contextmanager
def served(place: Installation, program: str = "tests.streaming") -> Iterator[int]:
    """Serve an installation by a program of ours; give the port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", program, "serve", "--port", str(port)],
        env={**os.environ, **place.environment, "BEREG_POSTGRES_ACCEPT": ",".join(WORDS)},
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
        assert server.returncode == 0
        assert "Traceback" not in errors


@contextmanager
def _installed(folder: Path) -> Iterator[Installation]:
    with installation(folder, TABLES) as place:
        passphrase = passphrase_of(folder)
        cheap.place(folder, passphrase.read_text(encoding="utf-8"))
        place.environment["BEREG_PASSPHRASE_FILE"] = str(passphrase)
        yield place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Installation]:
    with _installed(tmp_path_factory.mktemp("slow") / "data") as made:
        yield made


@pytest.fixture(scope="module")
def port(place: Installation) -> Iterator[int]:
    with served(place) as listening:
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
        readers = [held.open(LARGEST, receive_b=2_048) for _ in range(20)]
        assert [page(port) for _ in range(3)] == [200] * 3
        assert {status(to_the_end(client)) for client in bodies} == {408}
        for client in silent:
            to_the_end(client)
        assert len(readers) == 20
        assert page(port) == 200


@pytest.mark.parametrize(
    ("name", "sent", "expected"),
    [
        ("length before chunks", b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        ("chunks before length", b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        ("chunks alone", b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        ("chunks that are none", b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", 400),
        ("another coding", b"Transfer-Encoding: gzip\r\n\r\nabc", 400),
        ("two lengths", b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
        ("a list of lengths", b"Content-Length: 3, 3\r\n\r\nabc", 400),
        ("a length with a sign", b"Content-Length: +3\r\n\r\nabc", 400),
        ("a length below 0", b"Content-Length: -3\r\n\r\nabc", 400),
        ("a length over 64 bits", b"Content-Length: 99999999999999999999\r\n\r\nabc", 400),
        ("a head of 200 kB", b"X-Word: %s\r\n\r\n" % (b"a" * 200_000), 431),
        ("101 headers", b"X-Word: a\r\n" * 101 + b"\r\n", 431),
    ],
)
def test_what_is_not_one_clear_request_is_refused_and_closed(port: int, name: str, sent: bytes, expected: int) -> None:
    with Held(port) as held:
        answer = to_the_end(held.open(b"POST /en/ HTTP/1.1\r\n" + HOST + sent + GET + b"\r\n"))
    assert status(answer) == expected, name
    assert answer.count(b"HTTP/1.1 ") == 1, "what followed was taken for a request of its own"


def test_a_connection_goes_on_after_a_whole_body(port: int) -> None:
    with Held(port) as held:
        client = held.open(POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na")
        first = client.recv(12)
        client.sendall(
            b"HEAD /en/ HTTP/1.1\r\n" + HOST + b"\r\nOPTIONS * HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
        )
        answers = first + to_the_end(client)
    assert [status(b" " + each) for each in answers.split(b"HTTP/1.1 ")[1:]] == [403, 200, 404]


def test_a_body_is_asked_for_before_it_is_sent(port: int) -> None:
    with Held(port) as held:
        client = held.open(POST + b"Content-Length: 1\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert status(client.recv(25)) == 100
        client.sendall(b"a")
        assert status(to_the_end(client)) == 403


def test_who_leaves_in_the_middle_disturbs_nobody(port: int) -> None:
    with Held(port) as held:
        for _ in range(5):
            held.open(HELD).shutdown(socket.SHUT_WR)
            held.open(HELD).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert page(port) == 200


def test_a_hundred_streams_of_events_need_no_thread(port: int) -> None:
    with Held(port) as held:
        streams = [held.open(STREAM) for _ in range(100)]
        for client in streams:
            assert until(client, b"data: ").startswith(b"HTTP/1.1 200")
        assert page(port) == 200
        for client in streams[:50]:
            client.close()
        assert page(port) == 200
        one_more = held.open(STREAM)
        until(one_more, b"data: ")


def until(client: socket.socket, awaited: bytes) -> bytes:
    """Return what comes, as soon as this is in it."""
    found = b""
    while awaited not in found:
        found += client.recv(65_536)
    return found


def test_a_reader_that_takes_nothing_is_ended(port: int) -> None:
    assert page(port) == 200  # the limit is set
    with Held(port) as held:
        reader = held.open(LARGER, receive_b=2_048)
        assert select.select([reader], [], [], WAIT_S)[0], "the answer has not begun"
        deadline = time.monotonic() + WAIT_S
        while is_held(port, reader.getsockname()[1]):
            assert page(port) == 200
            assert time.monotonic() < deadline, "the server still holds it"


def is_held(port: int, visitor: int) -> bool:
    """Tell whether the server's end of a connection is there: nobody tells the visitor of its end."""
    ends = f"0100007F:{port:04X} 0100007F:{visitor:04X}"
    return ends in Path("/proc/net/tcp").read_text(encoding="ascii")


def test_what_is_being_answered_is_answered_though_the_server_stops(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> None:
    folder = tmp_path_factory.mktemp("stopping")
    begun = folder / "begun"
    os.mkfifo(begun)
    pipe = os.open(begun, os.O_RDONLY | os.O_NONBLOCK)
    with _installed(folder / "data") as place, ExitStack() as stack:
        stack.callback(os.close, pipe)
        with served(place) as port:
            client = stack.enter_context(Held(port)).open(
                b"GET /last-answer/?%s HTTP/1.1\r\n" % bytes(begun) + HOST + b"\r\n"
            )
            assert select.select([pipe], [], [], WAIT_S)[0], "no thread is at it"
        answer = to_the_end(client)  # the server has ended by now, with success
    assert status(answer) == 200
    assert answer.endswith(b"the last words")


def test_slow_visitors_hold_nothing_over_tls(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> None:
    folder = tmp_path_factory.mktemp("tls")
    tls = certified(folder)
    context = ssl.create_default_context(cafile=tls["BEREG_TLS_CERT"])
    with _installed(folder / "data") as place:
        place.environment.update(tls)
        with served(place) as port, Held(port) as held, ExitStack() as stack:
            silent = [held.open(sent) for sent in (b"", hello(context)[:100], hello(context)) for _ in range(5)]

            def open_secured(sent: bytes, receive_b: int = 0) -> socket.socket:
                raw = held.open(b"", receive_b=receive_b)
                secured = stack.enter_context(closing(context.wrap_socket(raw, server_hostname="localhost")))
                secured.sendall(sent)
                return secured

            slow = [open_secured(sent) for sent in (b"", b"GET / HTTP/1.1\r\nHost") for _ in range(5)]
            bodies = [open_secured(HELD) for _ in range(20)]
            with closing(HTTPSConnection("localhost", port, timeout=WAIT_S, context=context)) as browser:
                browser.request("GET", "/en/")
                assert browser.getresponse().status == 200
            readers = [open_secured(LARGER, receive_b=2_048) for _ in range(5)]
            assert {status(to_the_end(client)) for client in bodies} == {408}
            for client in (*slow, *silent):
                to_the_end(client)
            assert not any(is_held(port, client.getsockname()[1]) for client in readers)


def hello(context: ssl.SSLContext) -> bytes:
    """Return what begins a handshake."""
    sent = ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname="localhost").do_handshake()
    return sent.read()
