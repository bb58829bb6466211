"""The one timer: enqueues tasks, chains what waits, passes alarms on, forgets searches, writes checkpoints."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections
from django.utils import timezone

from bereg.audit.actions import chain_pending
from bereg.audit_review import unusual_reading
from bereg.console import checkpoint
from bereg.console.tasks import HOURLY, NIGHTLY
from bereg.core.secure_delete import cut_log
from bereg.core.sqlite.base import log_size
from bereg.core.tasks.queue import enqueue_once
from bereg.dangers import escalation
from bereg.emergency_access import break_glass
from bereg.enquiries.text_search import forget_old
from bereg.retention import clock
from bereg.transfers import escalation as offers
from bereg.vault.commands import prepare_centres
from bereg.web_questions.sessions import forget_over

NIGHT_HOUR = 3
LOG_CUT_EACH_S = 30.0
NIGHT_ASKED_EACH_S = 60.0
CHAINED_EACH_S = 5.0
CHECKPOINT_EACH_S, CHECKPOINT_AGAIN_S = 3600.0, 60.0


class Timer:
    """What is due is done at the next `tick`. A night that the machine slept through is made up for in the morning."""

    def __init__(
        self,
        now: Callable[[], datetime] = timezone.now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now, self._clock = now, clock
        self._cut_at = clock() + LOG_CUT_EACH_S
        self._night_at = self._chain_at = self._checkpoint_at = clock()
        self._last_night = self._last_hour = ""

    def tick(self) -> None:
        """Do what is due."""
        if self._clock() >= self._night_at:
            self._night_at = self._clock() + NIGHT_ASKED_EACH_S
            clock.observe()
            self._enqueue_night()
            self._enqueue_hour()
            prepare_centres()
            unusual_reading.look()
            break_glass.tell_who_came_since()
            forget_old()
            forget_over()
        if self._clock() >= self._chain_at:
            self._chain_at = self._clock() + CHAINED_EACH_S
            escalation.tell_next()
            offers.tell_unanswered()
            chain_pending()
        if self._clock() >= self._checkpoint_at:
            written = checkpoint.take_hourly()
            self._checkpoint_at = self._clock() + (CHECKPOINT_EACH_S if written else CHECKPOINT_AGAIN_S)
        if self._clock() >= self._cut_at:
            self._cut_at = self._clock() + LOG_CUT_EACH_S
            if any(each.vendor == "sqlite" and log_size(each.settings_dict["NAME"]) for each in connections.all()):
                cut_log()

    def _enqueue_night(self) -> None:
        local = self._now().astimezone(ZoneInfo(settings.TIME_ZONE))
        night = local.date().isoformat()
        if local.hour < NIGHT_HOUR or night == self._last_night:
            return
        for task in NIGHTLY:
            enqueue_once(task, night=night)  # once a night, over restarts and over several workers
        self._last_night = night

    def _enqueue_hour(self) -> None:
        hour = f"{self._now().astimezone(UTC):%Y-%m-%dT%H}"
        if hour != self._last_hour:
            for task in HOURLY:
                enqueue_once(task, hour=hour)
            self._last_hour = hour
