"""A chat, which pages call a talk: a question while somebody is on duty, both sides at the page at once.

What crosses between the processes is the version of a conversation, and when either side was last seen writing.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from bereg.centres import hours
from bereg.centres.models import Centre
from bereg.centres.queries import schedule_at
from bereg.centres.scope import beyond
from bereg.conversations.models import Thread
from bereg.conversations.queries import answering_now
from bereg.core import row_access

STREAM = "X-Bereg-Stream"  # in an answer: the gateway sends a stream of events in its place
WRITING_LASTS = dt.timedelta(seconds=8)
Sign = tuple[int, dt.datetime | None]


def is_staffed(centre: Centre, now: dt.datetime | None = None) -> bool:
    """Tell whether a centre is open and somebody on duty opens any question, so that a talk may be offered."""
    now = now or timezone.now()
    if not hours.state_at(schedule_at(centre, now), now).open:
        return False
    with row_access.to([centre.pk]):
        return bool(answering_now(centre, now))


def note_writing(thread: Thread, *, is_ours: bool) -> None:
    """Note that one side is writing at this moment."""
    with row_access.to([thread.centre_id]):
        Thread.objects.of(thread).update(**{"ours_writing_at" if is_ours else "theirs_writing_at": timezone.now()})


def channel_of(thread: Thread, *, for_us: bool) -> str:
    """Name the stream of one side of a conversation."""
    return f"{thread.pk} {'us' if for_us else 'them'}"


@beyond("conversation")
def signs(channels: Collection[str]) -> dict[str, Sign]:
    """Return how each stream stands: the version of its conversation, and when the other side wrote, if it still may.

    So whoever opens the page while the other side writes sees it at once, and not only with its next letters.
    """
    wanted = {channel: (UUID(channel[:36]), channel.endswith(" us")) for channel in channels}
    ids = {pk for pk, _for_us in wanted.values()}
    found = Thread.objects.everywhere(because="conversation").filter(pk__in=ids)
    rows = {each.pk: each for each in found.only("pk", "version", "ours_writing_at", "theirs_writing_at")}
    return {channel: _sign(rows[pk], for_us=for_us) for channel, (pk, for_us) in wanted.items() if pk in rows}


def _sign(thread: Thread, *, for_us: bool) -> Sign:
    written_at = thread.theirs_writing_at if for_us else thread.ours_writing_at
    is_writing = written_at is not None and written_at > timezone.now() - WRITING_LASTS
    return thread.version, written_at if is_writing else None
