"""Held bodies, half heads and slow readers, 200 of each, beside an operator at work: her pages stay quick."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.browser import Browser
from bereg.accounts.demonstration import DEMONSTRATION_PASSWORD
from bereg.core.tests.torture import say, share
from tests.demonstration import YEAR, installation
from tests.test_slow_senders import HELD, HOST, LARGEST, Held, served

pytestmark = pytest.mark.torture

EACH = 200
PAGES = ("/find/", "/enquiries/new/", "/today/")


class Attack:
    """Connections that hold what they can, opened anew where the server ended them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = threading.Event()
        self.opened = 0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Attack until the block ends."""
        kinds = [(HELD, 0), (b"GET / HTTP/1.1\r\n" + HOST + b"X-Word: ", 0), (LARGEST, 2_048)]
        begun = threading.Barrier(len(kinds) + 1)
        threads = [threading.Thread(target=self._hold, args=(*kind, begun)) for kind in kinds]
        for thread in threads:
            thread.start()
        try:
            begun.wait()
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _hold(self, sent: bytes, receive_b: int, begun: threading.Barrier) -> None:
        with Held(self._port) as held:
            clients = [held.open(sent, receive_b=receive_b) for _ in range(EACH)]
            self.opened += EACH
            begun.wait()
            while not self._over.wait(1):  # a byte a second from each
                for number, client in enumerate(clients):
                    try:
                        going_on = client.recv(1) if receive_b else client.send(b"a")
                    except OSError:
                        going_on = 0
                    if not going_on:
                        clients[number] = held.open(sent, receive_b=receive_b)
                        self.opened += 1


def measured(browser: Browser, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        for path in PAGES:
            begun = time.perf_counter()
            assert browser.get(path)[0] == 200
            taken.append(time.perf_counter() - begun)
    return taken


def test_pages_stay_quick_beside_six_hundred_slow_visitors(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> None:
    alone: list[float] = []
    beside: list[float] = []
    opened = 0
    with installation(tmp_path_factory.mktemp("slow") / "data", YEAR) as place, served(place, "bereg") as port:
        browser = Browser("127.0.0.1", port).sign_in("operator.moscow", DEMONSTRATION_PASSWORD)
        measured(browser, 5)
        for _ in range(share(10, least=2)):
            alone += measured(browser, 20)
            attack = Attack(port)
            with attack.going_on():
                beside += measured(browser, 20)
                opened += attack.opened
    ratio = statistics.median(beside) / statistics.median(alone)
    slowest = statistics.quantiles(beside, n=20)[-1] / statistics.quantiles(alone, n=20)[-1]
    ms = [1000 * statistics.median(each) for each in (beside, alone)]
    say(
        "S13 slow",
        f"{3 * EACH} slow visitors at once, {opened} in all: {len(beside)} pages took {ms[0]:.1f} ms beside them and "
        f"{ms[1]:.1f} ms alone, ratio {ratio:.2f}, of the slowest 5 % {slowest:.2f}",
    )
    assert ratio < 2
