"""What tests need to do several things at the same time, as people do who work at one matter."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.test import Client


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things in threads of their own, begun together; return what each gave or raised."""
    start, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        start.wait()
        try:
            given[number] = acts[number]()  # type: ignore[call-overload]
        except Exception as problem:
            given[number] = problem  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(given)


def sending(browser: Client, address: str, sent: dict[str, Any]) -> Callable[[], object]:
    """Make an act of sending a form, which gives the status of the answer."""
    return lambda: browser.post(address, sent).status_code
