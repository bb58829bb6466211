"""The agencies of the demonstration: two lists of an invented register, of October and November 2008.

Every name is put together from two words that no firm would join; numbers of licences and taxpayers are in no register.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from bereg.accounts.permissions import Permission
from bereg.agencies.choices import LicenceStatus
from bereg.agencies.queries import AGENCY
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.queries import newest_list
from bereg.reference.register_lists import compare, take_in
from bereg.reference.texts import Text

SEED = 2008
IN_OCTOBER, NEW, GONE, CHANGED = 191, 12, 3, 5
OCTOBER, NOVEMBER = dt.date(2008, 10, 1), dt.date(2008, 11, 1)
SOURCE = "Вымышленный перечень лицензированных агентств"
WHAT = (
    "Лунный", "Бумажный", "Плюшевый", "Картонный", "Мятный", "Полосатый", "Вчерашний", "Сахарный", "Ватный",
    "Шёлковый", "Кисельный", "Пряничный", "Облачный", "Клетчатый", "Карманный", "Хрустящий", "Сонный", "Фарфоровый",
    "Пуховый", "Жестяной", "Творожный", "Стеклянный", "Ворчливый", "Дырявый", "Летучий", "Подводный", "Шоколадный",
    "Вязаный", "Рассеянный", "Кудрявый", "Звенящий", "Морковный", "Задумчивый", "Янтарный", "Складной", "Ледяной",
    "Заводной", "Пёстрый", "Щедрый", "Берестяной", "Цветочный", "Хвойный", "Южный", "Чайный", "Ямской", "Ёлочный",
    "Эмалевый", "Изумрудный", "Глиняный", "Дощатый", "Журавлиный", "Зеркальный", "Нарядный", "Оловянный", "Песочный",
    "Радужный", "Тыквенный", "Укромный", "Филигранный", "Целебный",
)  # fmt: skip
WHO = (
    "Пеликан", "Самовар", "Дирижабль", "Кактус", "Барсук", "Компас", "Чемодан", "Аквариум", "Валенок", "Гиппопотам",
    "Жираф", "Зонтик", "Кашалот", "Лабиринт", "Маятник", "Носорог", "Одуванчик", "Пингвин", "Рубанок", "Скворечник",
    "Тюлень", "Утюг", "Фонарь", "Хомяк", "Цыплёнок", "Чайник", "Шмель", "Щегол", "Эскимос", "Якорь", "Арбуз",
    "Бегемот", "Велосипед", "Гребешок", "Дятел", "Ёжик", "Желудь", "Звездочёт", "Индюк", "Каравай", "Лемур",
    "Муравей", "Напёрсток", "Осьминог", "Паровоз", "Рюкзак", "Сундук", "Трамвай", "Удав", "Филин", "Хобот", "Цирюльник",
    "Черпак", "Шалаш", "Щавель", "Экскаватор", "Юнга", "Ястреб", "Абажур", "Бублик", "Воробей", "Граммофон", "Дельфин",
    "Ералаш", "Жемчуг", "Заяц", "Крыжовник", "Лопух", "Махаон", "Неваляшка",
)  # fmt: skip
TAILS = ("", "-Труд", " Персонал", " Кадры", " Плюс", "-Сервис", " Интер", " и К")
FORMS = ("ООО «%s»", "ООО «%s»", "ЗАО «%s»", "АНО «%s»")
WORKS = ("строительство", "уход за детьми", "сбор урожая", "гостиницы", "рыбообработка", "швейное дело", "моряки")
COUNTRIES = ("CZ", "DE", "ES", "FI", "GB", "GR", "IT", "KR", "NO", "PL", "TR", "US")


def sample(centre: Centre) -> None:
    """Take both lists in, once for all centres."""
    people = people_at(centre.pk, Permission.REFERENCE_PUBLISH)
    if people and newest_list(AGENCY) is None:
        for day, agencies in ((OCTOBER, in_october()), (NOVEMBER, in_november())):
            reading = Reading(agencies, is_whole=True)
            take_in(compare(AGENCY, reading), source=SOURCE, as_of=day, by=people[0])


def in_october() -> list[Incoming]:
    """Return the agencies of the first list."""
    return invented(IN_OCTOBER + NEW)[:IN_OCTOBER]


def in_november() -> list[Incoming]:
    """Return those of the second: some are new, some gone, of some the licence no longer stands as it did."""
    stay = invented(IN_OCTOBER + NEW)[GONE:]
    turned = (LicenceStatus.SUSPENDED, LicenceStatus.WITHDRAWN)
    for at in range(CHANGED):
        content = {**stay[at].draft.content, "status": turned[at % len(turned)].value}
        stay[at] = Incoming(stay[at].key, replace(stay[at].draft, content=content))
    return stay


def invented(many: int) -> list[Incoming]:
    """Return so many agencies, the same ones every time."""
    rng = Random(SEED)  # noqa: S311 (must be the same every time, and guards invented data alone)
    return [_agency(number, name, rng) for number, name in enumerate(_names(many, rng), start=1)]


def _names(many: int, rng: Random) -> Iterator[str]:
    """Yield names, no two of them alike: each pair of words once, then again with another tail."""
    pairs = [(what, who) for what in WHAT for who in WHO]
    rng.shuffle(pairs)
    for number in range(many):
        what, who = pairs[number % len(pairs)]
        turn = number // len(pairs)
        yield f"{what} {who}{TAILS[(number % len(pairs) + turn) % len(TAILS)]}"


def _agency(number: int, name: str, rng: Random) -> Incoming:
    issued = dt.date(2006, 1, 10) + dt.timedelta(days=rng.randrange(900))
    tax = f"0000{number:06d}"
    content: dict[str, Any] = {
        "other_names": _other_names(name, rng),
        "tax_number": tax,
        "licence": f"000-{number:05d}-В",
        "issued": issued.isoformat(),
        "until": issued.replace(year=issued.year + 5, day=min(issued.day, 28)).isoformat(),
        "works": _some(WORKS, rng),
        "countries": sorted(_some(COUNTRIES, rng)),
        "status": LicenceStatus.LICENSED.value,
    }
    text = Text(rng.choice(FORMS) % name)
    return Incoming(f"tax:{tax}", EntryDraft("ru", {"ru": text}, content, is_public=True))


def _other_names(name: str, rng: Random) -> list[str]:
    return [name.rsplit(maxsplit=1)[-1] + "-Тур"] if rng.random() < 0.1 else []


def _some(several: Sequence[str], rng: Random) -> list[str]:
    return rng.sample(list(several), rng.choice((1, 1, 2, 3)))
