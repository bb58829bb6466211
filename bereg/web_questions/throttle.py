"""How much strangers may ask of a process at once: each try of a code is as likely as any other, whoever makes it.

Nothing is counted by address and nobody is locked out, so nothing of anybody has to be kept. How many derive a key at
a time is a matter of their lane (bereg/console/thread_lanes.py).
"""

import threading
import time
from collections.abc import Callable

from django.conf import settings

from bereg.conversations.queries import how_many_wait
from bereg.web_questions.errors import CrowdedError

FULL_S = 1800.0  # a queue that is full is worth another look after that


class Bucket:
    """So many each second, and so many at once after a pause."""

    def __init__(self, rate: float, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._left, self._at = most, clock()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Take one. Raise CrowdedError."""
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                raise CrowdedError((1 - self._left) / self._rate)
            self._left -= 1


TRIES_A_S = 5.0  # codes that are tried, in all web processes together
tries = Bucket(TRIES_A_S / settings.WEB_WORKERS, TRIES_A_S)
questions = Bucket(1.0 / settings.WEB_WORKERS, 10.0)
messages = Bucket(10.0 / settings.WEB_WORKERS, 20.0)  # in conversations that are open already
pages = Bucket(20.0 / settings.WEB_WORKERS, 40.0)  # on which a conversation is read


def take_on_question() -> None:
    """Let one more question come. Raise CrowdedError where too many come at once, or so many wait already."""
    questions.take()
    if how_many_wait() >= settings.MOST_WAITING:
        raise CrowdedError(FULL_S)
