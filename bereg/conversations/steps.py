"""Noting what the figures count of a conversation."""

import datetime as dt

from django.utils import timezone

from bereg.conversations.choices import ThreadStep, band_of
from bereg.conversations.models import Thread, ThreadEvent


def note_step(
    thread: Thread,
    step: ThreadStep,
    *,
    at: dt.datetime | None = None,
    since: dt.datetime | None = None,
    ending: str = "",
) -> None:
    """Note a step, in the transaction of its act. since: when the waiting began that it ended."""
    moment = at or timezone.now()
    ThreadEvent(
        centre_id=thread.centre_id,
        thread=thread,
        step=step,
        source=thread.source,
        band=band_of(moment - since) if since else "",
        ending=ending,
        at=moment,
    ).save(force_insert=True)
