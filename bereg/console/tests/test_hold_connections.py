"""The server raises the limit of open files for its connections, and lets the system end those that stand still."""

import resource
import socket

import pytest

from bereg.console import sockets

pytestmark = pytest.mark.once("no database")


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
