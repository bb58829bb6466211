"""The inbox of the demonstration: letters, questions and a talk of our own days, some answered. Invented words."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from uuid import UUID, uuid4

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.conversations.actions import close
from bereg.conversations.answering import answer
from bereg.conversations.choices import MessageDelivery, ThreadEnding, ThreadSource
from bereg.conversations.models import KEPT_DAYS, Message, Thread
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
# A talk: how many minutes ago it began, then both sides in turn, a minute and a half each.
TALK_BEGAN, TALK_TURN_S = 11, 90
TALK = (
    "Здравствуйте. Мне не отдают паспорт, говорят, что я должна за дорогу. Это законно?",
    "Здравствуйте! Нет, документы удерживать нельзя. Вам сейчас безопасно писать?",
    "Да, я одна до вечера.",
    "Хорошо. Могут ли вас не выпустить, если вы решите уйти?",
    "Дверь закрывают на ночь. Днём я хожу в магазин.",
)


def renew(centre: Centre) -> None:
    """Write what came to a centre in the last two days, and a talk of this day; nothing where it stands already."""
    people = operators_of(centre)
    _write(centre, people)
    if people:
        end_earlier(centre, "talk", ThreadEnding.SILENT, by=people[0])
        _talk(centre, people[0])


def operators_of(centre: Centre) -> list[User]:
    """Return who answers in the demonstration."""
    return [each for each in people_at(centre.pk, Permission.CONVERSE) if each.role == Role.OPERATOR]


def id_of_day(kind: str, centre: Centre, day: dt.date, place: int = 0) -> UUID:
    """Return the id of a conversation that the demonstration has of a day."""
    return demonstration_id(kind, f"{centre.code} {day} {place}")


def end_earlier(centre: Centre, kind: str, ending: ThreadEnding, *, by: User, most: int = 1) -> None:
    """Close what the demonstration has of the days before, so that nothing of it piles up."""
    today = today_at(centre)
    ids = [
        id_of_day(kind, centre, today - dt.timedelta(days=back), place)
        for back in range(1, KEPT_DAYS + 1)
        for place in range(most)
    ]
    for each in Thread.objects.of_centres([centre]).filter(pk__in=ids, closed_at=None):
        close(thread=each, version=each.version, ending=ending, by=by)


def _write(centre: Centre, people: list[User]) -> None:
    now = timezone.now()
    since = now - dt.timedelta(days=7)
    letters = Thread.objects.of_centres([centre]).filter(pk__in=list(_ids_of_letters(centre)), last_at__gt=since)
    if letters.exists():
        return
    rng = Random(f"letters {centre.code}")  # noqa: S311 - must be the same every time, and guards invented data alone
    for place, (source, language, words) in enumerate(rng.sample(WROTE, EACH)):
        at = now - dt.timedelta(minutes=rng.randrange(20, 48 * 60))
        made = Thread(
            id=id_of_day("thread", centre, today_at(centre), place), centre=centre, source=source, language=language
        )
        address = f"writer-{place}@example.org" if source == ThreadSource.MAIL else ""
        begin(made, IncomingMessage(words, at=at, address=address))
        if people and place in {1, 2}:
            answered(made, ANSWERED, by=people[0])
            if place == 2:
                go_on(made, IncomingMessage(AGAIN, at=timezone.now()))


def _ids_of_letters(centre: Centre) -> Iterator[UUID]:
    today = today_at(centre)
    return (
        id_of_day("thread", centre, today - dt.timedelta(days=back), place)
        for back in range(KEPT_DAYS)
        for place in range(EACH)
    )


def _talk(centre: Centre, by: User) -> None:
    made = Thread(id=id_of_day("talk", centre, today_at(centre)), centre=centre, source=ThreadSource.WEB, language="ru")
    if Thread.objects.of_centres([centre]).filter(pk=made.pk).exists():
        return
    at = timezone.now() - dt.timedelta(minutes=TALK_BEGAN)
    begin(made, IncomingMessage(TALK[0], at=at))
    for place, words in enumerate(TALK[1:], 1):
        at += dt.timedelta(seconds=TALK_TURN_S)
        if place % 2:
            answered(made, words, by=by, at=at)
        else:
            go_on(made, IncomingMessage(words, at=at))


def answered(thread: Thread, words: str, *, by: User, at: dt.datetime | None = None) -> None:
    """Answer a conversation of the demonstration, at a moment. No mail leaves."""
    made = answer(id=uuid4(), thread=thread, version=None, text=words, by=by)
    sent = {"delivery": MessageDelivery.SENT} if made.delivery else {}
    Message.objects.of(made).update(at=at or made.at, try_at=None, **sent)
