"""The server raises the limit of open files for its connections, and lets the system end those that stand still."""

import errno
import resource
import select
import socket
from itertools import repeat

import pytest

from bereg.console import sockets

pytestmark = pytest.mark.once("no database")

WAIT_MS = 60_000  # for what comes within a second unless something is broken


@pytest.mark.parametrize(
    ("limits", "held", "raised_to"),
    [
        ((1_024, 524_288), 2_000, 2_200),
        ((1_024, 1_500), 1_300, 1_500),
        ((100, 100), 1, 100),
        ((1_024, resource.RLIM_INFINITY), 2_000, 2_200),
        ((20_000, 20_000), 2_000, None),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), 2_000, None),
    ],
)
def test_as_many_connections_as_files_may_be_open(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], held: int, raised_to: int | None
) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _which, to: raised.append(to))
    assert sockets.connections_at_once() == held
    assert raised == ([] if raised_to is None else [(raised_to, limits[1])])


def test_connections_take_over_how_long_they_may_stand_still() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("127.0.0.1", 0)) as other:
        port = listener.getsockname()[1]
        assert sockets.end_stalled(port)
        with socket.create_connection(("127.0.0.1", port)), listener.accept()[0] as taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == sockets.STALLED_MS
        assert other.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 0
    assert not sockets.end_stalled(port)


def fill(sender: socket.socket) -> None:
    """Send until the system takes nothing more off."""
    sender.setblocking(False)
    try:
        for piece in repeat(bytes(65_536)):
            sender.send(piece)
    except BlockingIOError:
        pass


@pytest.mark.parametrize("byte_each_ms", [None, 20], ids=["silent", "sends on"])
def test_the_system_ends_a_connection_whose_other_side_takes_nothing(
    monkeypatch: pytest.MonkeyPatch, byte_each_ms: int | None
) -> None:
    monkeypatch.setattr(sockets, "STALLED_MS", 200)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert sockets.end_stalled(listener.getsockname()[1])
        with socket.create_connection(listener.getsockname()) as reader, listener.accept()[0] as sender:
            fill(sender)
            ended = select.poll()
            ended.register(sender, select.POLLERR | select.POLLHUP)
            for _ in range(WAIT_MS // (byte_each_ms or WAIT_MS)):
                if ended.poll(byte_each_ms or WAIT_MS):
                    break
                reader.send(b"a")
            assert sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ETIMEDOUT
