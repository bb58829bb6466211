"""Clients that ask as fast as they are answered."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from django_tasks import task

from benchmarks.measurement import percentile

Act = Callable[[], None]


@dataclass(frozen=True)
class Load:
    """What a load came to."""

    rate: float  # acts a second, all clients together
    count: int
    latencies: list[float]  # seconds, sorted

    def milliseconds(self, share: float) -> float:
        """Return a percentile of the time that one act took."""
        return percentile(self.latencies, share) * 1000


def drive(acts: list[Act], seconds: float) -> Load:
    """Let each client repeat its act for some seconds. An error of one ends all and is raised."""
    start = threading.Barrier(len(acts) + 1)

    def repeat(act: Act) -> list[float]:
        act()  # connections and caches warm up before the clock runs
        start.wait()
        until, taken = time.perf_counter() + seconds, []
        while (begun := time.perf_counter()) < until:
            act()
            taken.append(time.perf_counter() - begun)
        return taken

    def guarded(act: Act) -> list[float]:
        try:
            return repeat(act)
        except BaseException:
            start.abort()
            raise

    with ThreadPoolExecutor(len(acts)) as pool:
        clients = [pool.submit(guarded, act) for act in acts]
        with suppress(threading.BrokenBarrierError):  # the client's own error is raised below
            start.wait()
        begun = time.perf_counter()
        failures = [client.exception() for client in clients]
        for failure in failures:
            if failure and not isinstance(failure, threading.BrokenBarrierError):
                raise failure
        taken = sorted(each for client in clients for each in client.result())
    return Load(len(taken) / (time.perf_counter() - begun), len(taken), taken)


@task
def occupy(*, seconds: float) -> None:
    """Keep a processor busy in Python, as the worst of long tasks would."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sum(range(1000))
