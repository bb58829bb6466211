"""The inbox of the demonstration: letters and questions of our own days, some answered. Invented words."""

import datetime as dt
from random import Random
from uuid import uuid4

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.conversations.answering import answer
from bereg.conversations.lists import ThreadSource
from bereg.conversations.models import Thread
from bereg.conversations.receiving import IncomingMessage, begin, go_on

EACH = 4  # at each centre
WROTE = (
    (ThreadSource.WEB, "ru", "Нас привезли работать в теплицы, паспорта отобрали. Пожалуйста, не звоните мне."),
    (ThreadSource.MAIL, "ru", "Здравствуйте! Три месяца не платят зарплату, договора нет. Куда жаловаться?"),
    (ThreadSource.WEB, "uz", "Assalomu alaykum. Patent olish uchun qanday hujjatlar kerak?"),
    (ThreadSource.WEB, "tg", "Салом. Агентӣ пеш аз кор пул талаб мекунад. Чӣ кор кунам?"),
    (ThreadSource.MAIL, "en", "Hello, my cousin was offered a job as a waitress abroad. How can we check the agency?"),
    (ThreadSource.WEB, "ru", "Можно ли работать, пока документы на регистрации?"),
)
ANSWERED = (
    "Спасибо, что написали. Ответьте, пожалуйста, в каком вы регионе, и никому не отдавайте документы."
    " Можно ли нам сохранить то, что вы рассказали, чтобы помогать дальше?"
)
AGAIN = "Спасибо! Да, можно. А что делать, если хозяин узнает?"


def renew(centre: Centre) -> None:
    """Write what came to a centre in the last two days; nothing where it stands already."""
    now = timezone.now()
    if Thread.objects.of_centres([centre]).filter(last_at__gt=now - dt.timedelta(days=7)).exists():
        return
    rng = Random(f"letters {centre.code}")  # noqa: S311 - must be the same every time, and guards invented data alone
    people = [each for each in people_at(centre.pk, Permission.CONVERSE) if each.role == Role.OPERATOR]
    for place, (source, language, words) in enumerate(rng.sample(WROTE, EACH)):
        at = now - dt.timedelta(minutes=rng.randrange(20, 48 * 60))
        made = Thread(
            id=demonstration_id("thread", f"{centre.code} {now:%Y-%m-%d} {place}"),
            centre=centre,
            source=source,
            language=language,
        )
        address = f"writer-{place}@example.org" if source == ThreadSource.MAIL else ""
        begin(made, IncomingMessage(words, at=at, address=address))
        if people and place in {1, 2}:
            _answered(made, people[0], goes_on=place == 2)


def _answered(thread: Thread, by: User, *, goes_on: bool) -> None:
    answer(id=uuid4(), thread=thread, version=None, text=ANSWERED, by=by)
    if goes_on:
        go_on(thread, IncomingMessage(AGAIN, at=timezone.now()))
