"""How often addresses of materials are opened: counted in memory, and written now and then as one number a day.

A process writes at the end of a request, whichever it is, and at most once in a while: what comes in between waits in
memory, as one number for each material and day. So a flood of visits is a flood of reads, and what a day can hold ends
at a limit. A process that is stopped in order writes what waits (on_shutdown.py); one that is killed loses it. See
docs/decisions/0134-campaigns.md.
"""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from django.core.signals import request_finished
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from bereg.campaigns.models import Material, Visit
from bereg.core.compiled_queries import insert_new
from bereg.core.storage_errors import is_failure

WRITTEN_EVERY_S = 20
MOST_A_DAY = 100_000  # of one material: more is a machine

logger = logging.getLogger(__name__)
Waiting = Counter[tuple[UUID, dt.date]]


class VisitCounter:
    """The visits of this process that are not written yet."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._waiting: Waiting = Counter()
        self._next_writing = clock()

    def count(self, material: UUID, day: dt.date) -> None:
        """Count one."""
        with self._lock:
            self._waiting[material, day] = min(self._waiting[material, day] + 1, MOST_A_DAY)

    def write_if_due(self) -> None:
        """Write what waits, unless something was written a moment ago."""
        if self._waiting and self._clock() >= self._next_writing:
            self.write()

    def write_rest(self) -> None:
        """Write what waits before the process ends, however short ago something was written."""
        if self._waiting:
            self.write()

    def write(self) -> None:
        """Write what waits; keep it where nothing can be stored just now."""
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
            self._next_writing = self._clock() + WRITTEN_EVERY_S
        try:
            _add(taken)
        except Exception as problem:
            with self._lock:
                self._waiting.update(taken)
            if not is_failure(problem):
                raise
            logger.warning("Visits of materials wait: %s", problem)


@transaction.atomic
def _add(waiting: Waiting) -> None:
    standing = set(Material.objects.filter(pk__in={pk for pk, _day in waiting}).values_list("pk", flat=True))
    for (pk, day), many in sorted(waiting.items()):
        if pk not in standing:
            continue
        if not insert_new(Visit(material_id=pk, day=day, count=many)):
            # Several processes add to one number: the database adds.
            more = Least(F("count") + many, Value(MOST_A_DAY))
            Visit.objects.filter(material_id=pk, day=day).update(count=more)


visits = VisitCounter()


def after_request(**_signal: object) -> None:
    """Write what is due once an answer is out: whoever follows an address waits for no writing."""
    visits.write_if_due()


# Where no public page is served this module is not loaded, and nothing is counted.
request_finished.connect(after_request, dispatch_uid="campaigns.visits")
