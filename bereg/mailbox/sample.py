"""What the demonstration has of mail: last night's recordings, and a letter with a file. A tone stands for a voice."""

import datetime as dt
import io
import math
import struct
import wave
from collections.abc import Sequence
from functools import cache
from uuid import uuid4

from django.utils import timezone

from bereg.centres.clock import today_at, zone_of
from bereg.centres.models import Centre
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel
from bereg.conversations.choices import ThreadEnding, ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.receiving import IncomingMessage, begin, go_on
from bereg.conversations.sample import answered, end_earlier, id_of_day, operators_of
from bereg.core import row_access
from bereg.mailbox.file_kinds import InboundFile
from bereg.mailbox.sealed_files import sealed

RATE_HZ, LOUD, PITCH_HZ = 8_000, 6_000, 220
# Of the last night: when, how many seconds, and what the exchange says of it. Numbers are in no plan of numbers.
NIGHT = (
    (-1, dt.time(21, 40), 6, "+7 000 000-01-11"),
    (-1, dt.time(23, 15), 4, "+7 000 000-01-12"),
    (0, dt.time(2, 50), 9, "+7 000 000-01-13"),
    (0, dt.time(6, 20), 5, "+7 000 000-01-14"),
)
SAID = "Новое сообщение на автоответчике от {number}, {seconds} с."
WROTE = "Здравствуйте! Посылаю договор, который мне дали подписать. Всё ли в нём так, как должно быть?"
TOLD = "Спасибо. Не подписывайте пустых строк и не отдавайте паспорт. Какую работу вам обещали на словах?"
AGAIN = "Обещали склад, а в договоре стройка. Подписывать?"
CONTRACT = "Вымышленный договор: место работы и оплата не указаны.".encode()


def renew(centre: Centre) -> None:
    """Bring what came by mail up to this morning; again, it changes nothing."""
    people = operators_of(centre)
    for kind, ending in (("recording", ThreadEnding.CALLED_BACK), ("contract", ThreadEnding.SILENT)):
        if people:
            end_earlier(centre, kind, ending, by=people[0], most=len(NIGHT))
    _record(centre)
    made = Thread(
        id=id_of_day("contract", centre, today_at(centre)), centre=centre, source=ThreadSource.MAIL, language="ru"
    )
    at = timezone.now() - dt.timedelta(hours=5)
    wrote = IncomingMessage(WROTE, at=at, address="contract@example.org")
    if _is_new(made) and people:
        _begin(made, wrote, [InboundFile("договор.txt", "text/plain", CONTRACT)])
        answered(made, TOLD, by=people[0], at=at + dt.timedelta(hours=2))
        go_on(made, IncomingMessage(AGAIN, at=timezone.now() - dt.timedelta(minutes=40), quoted=TOLD))


def _record(centre: Centre) -> None:
    lines = centre.lines.filter(closed_at=None)
    line = next((each for each in lines if CHANNEL_OF_LINE[each.kind] == Channel.PHONE), None)
    today = today_at(centre)
    for place, (day, time, seconds, number) in enumerate(NIGHT):
        at = dt.datetime.combine(today + dt.timedelta(days=day), time, zone_of(centre))
        made = Thread(id=id_of_day("recording", centre, today, place), centre=centre, source=ThreadSource.VOICE)
        made.line = line
        if at <= timezone.now() and _is_new(made):
            said = SAID.format(number=number, seconds=seconds)
            _begin(made, IncomingMessage(said, at=at), [InboundFile(f"msg{place:04}.wav", "audio/wav", tone(seconds))])


def _is_new(thread: Thread) -> bool:
    return not Thread.objects.of_centres([thread.centre]).filter(pk=thread.pk).exists()


def _begin(thread: Thread, incoming: IncomingMessage, files: Sequence[InboundFile]) -> None:
    message = Message(id=uuid4())
    with row_access.to([thread.centre_id]), sealed(files, thread, message) as kept:
        begin(thread, incoming, message, beside=lambda _made: kept.store())


@cache
def tone(seconds: int) -> bytes:
    """Return a tone as an exchange records a voice: 8 kHz, 16 bit, one channel."""
    count = seconds * RATE_HZ
    signs = (round(LOUD * math.sin(2 * math.pi * PITCH_HZ * place / RATE_HZ)) for place in range(count))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{count}h", *signs))
    return made.getvalue()
