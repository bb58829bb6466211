"""What the campaigns of the demonstration consist of: a row each, in the words of who ran them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True)
class PlannedCampaign:
    """One campaign. centre: its code; empty: of all."""

    columns: ClassVar[tuple[str, ...]] = (
        *("name", "aim", "target_group", "message", "first_day", "last_day"),
        *("permitted_by", "permit_number", "permitted_on", "budget", "currency"),
    )

    key: str
    centre: str
    name: str
    aim: str
    target_group: str
    message: str
    first_day: dt.date
    last_day: dt.date | None
    permitted_by: str
    permit_number: str
    permitted_on: dt.date | None
    budget: Decimal
    partners: tuple[str, ...] = ()
    currency: str = "RUB"


@dataclass(frozen=True)
class PlannedMaterial:
    """One material. begun: its code without the check sign."""

    campaign: str
    key: str
    begun: str
    kind: str
    name: str
    language: str
    cost: Decimal
    print_run: int = 0
    edition: str = "1"


@dataclass(frozen=True)
class Round:
    """A material that is given out or shown at a place several times. copies: each time."""

    material: str
    place: str
    first_day: dt.date
    times: int
    every_days: int
    copies: int = 0
    days_shown: int = 0
    broadcasts: int = 0


CAMPAIGNS = (
    PlannedCampaign(
        "know",
        "",
        "Знай, к кому обратиться",
        "Рассказать о горячей линии и о том, как работать законно и без посредников.",
        "Трудовые мигранты; россияне, которые едут работать или учиться за границу",
        "Не рискуй вслепую: позвони, это бесплатно и без имени.",
        dt.date(2007, 5, 7),
        None,
        "Вымышленное правительство города",
        "17-25-112/7",
        dt.date(2007, 4, 27),
        Decimal(9_800_000),
        ("Центр занятости «Мост»", "Правовая помощь «Мост»"),
    ),
    PlannedCampaign(
        "astrakhan",
        "astrakhan",
        "Астрахань: работа без риска",
        "Чтобы о консультациях знали там, где оформляют документы и ищут работу.",
        "Мигранты на рынках, стройках и полях",
        "Телефон на карточке: спроси, прежде чем отдать паспорт.",
        dt.date(2007, 6, 1),
        dt.date(2008, 5, 31),
        "Вымышленная администрация области",
        "04-118",
        dt.date(2007, 5, 21),
        Decimal(310_000),
        ("Центр занятости «Пристань»", "Правовая помощь «Пристань»"),
    ),
    PlannedCampaign(
        "karelia",
        "petrozavodsk",
        "Карелия: спроси до отъезда",
        "Предупредить тех, кто собирается работать за границей.",
        "Молодёжь, выпускники, студенты",
        "Приглашают работать за границу? Проверь агентство.",
        dt.date(2007, 9, 3),
        dt.date(2008, 5, 31),
        "",
        "",
        None,
        Decimal(240_000),
    ),
)
MATERIALS = (
    PlannedMaterial("know", "sticker", "M2A", "metro_sticker", "Наклейка в вагон", "ru", Decimal(4_200_000), 9_000),
    PlannedMaterial("know", "ru", "A3K", "leaflet", "Листовка о горячей линии", "ru", Decimal(1_350_000), 1_500_000),
    PlannedMaterial("know", "uz", "H4D", "leaflet", "Листовка о горячей линии", "uz", Decimal(540_000), 600_000),
    PlannedMaterial("know", "tg", "D5N", "leaflet", "Листовка о горячей линии", "tg", Decimal(360_000), 400_000),
    PlannedMaterial("know", "street", "K6E", "leaflet", "Листовка: рынки, вокзалы", "ru", Decimal(96_000), 60_000),
    PlannedMaterial("know", "card", "C7W", "info_card", "Карточка с номером", "ru", Decimal(150_000), 120_000),
    PlannedMaterial("know", "radio", "X8H", "radio", "Ролик «Позвони»", "ru", Decimal(1_100_000)),
    PlannedMaterial("know", "web", "N9J", "internet", "Баннер на сайтах о работе", "ru", Decimal(180_000)),
    PlannedMaterial("astrakhan", "a_leaf", "E2X", "leaflet", "Листовка «Без риска»", "ru", Decimal(70_000), 50_000),
    PlannedMaterial("astrakhan", "a_card", "W3M", "info_card", "Карточка «Спроси»", "ru", Decimal(48_000), 40_000),
    PlannedMaterial("karelia", "k_transit", "J4A", "transit", "Плакат в троллейбусе", "ru", Decimal(115_000), 120),
    PlannedMaterial("karelia", "k_leaflet", "A5W", "leaflet", "Листовка «Проверь»", "ru", Decimal(38_000), 25_000),
)
# Kind, name, region.
PLACES: Mapping[str, tuple[str, str, str]] = {
    "ring": ("metro", "Метро: вагоны Кольцевой линии", "RU-MOW"),
    "lines": ("metro", "Метро: вагоны радиальных линий", "RU-MOW"),
    "offices": ("office", "Отделы миграционной службы, вся страна", ""),
    "moscow_office": ("office", "Отдел миграционной службы, Москва", "RU-MOW"),
    "market": ("market", "Вымышленный рынок «Луговой»", "RU-MOW"),
    "builders": ("market", "Вымышленный строительный рынок", "RU-MOS"),
    "station": ("station", "Вымышленный вокзал, залы ожидания", "RU-MOW"),
    "hostel": ("hostel", "Общежития строителей", "RU-MOS"),
    "post": ("post_office", "Почтовые отделения, где ставят на учёт", "RU-MOW"),
    "union": ("union", "Вымышленное землячество", "RU-MOW"),
    "radio": ("media", "Вымышленное радио «Дорога»", ""),
    "sites": ("media", "Сайты о работе", ""),
    "a_market": ("market", "Рынок у вымышленной пристани", "RU-AST"),
    "a_office": ("office", "Отдел миграционной службы, Астрахань", "RU-AST"),
    "a_fields": ("enterprise", "Овощные поля под Астраханью", "RU-AST"),
    "k_bus": ("transport", "Троллейбусы Петрозаводска", "RU-KR"),
    "k_school": ("school", "Вузы и колледжи Карелии", "RU-KR"),
}
MAY, JUNE, SEPTEMBER = dt.date(2007, 5, 14), dt.date(2007, 6, 4), dt.date(2007, 9, 10)
ROUNDS = (
    Round("sticker", "ring", MAY, 4, 90, copies=900, days_shown=30),
    Round("sticker", "lines", dt.date(2007, 6, 18), 3, 100, copies=1_700, days_shown=30),
    Round("ru", "offices", MAY, 10, 30, copies=150_000),
    Round("uz", "offices", MAY, 10, 30, copies=60_000),
    Round("tg", "offices", MAY, 10, 30, copies=40_000),
    Round("street", "market", MAY, 24, 14, copies=900),
    Round("street", "builders", dt.date(2007, 5, 19), 20, 14, copies=700),
    Round("street", "station", dt.date(2007, 5, 16), 24, 14, copies=800),
    Round("card", "moscow_office", MAY, 11, 30, copies=5_000),
    Round("card", "post", JUNE, 10, 30, copies=3_500),
    Round("card", "hostel", JUNE, 10, 30, copies=1_200),
    Round("card", "union", JUNE, 8, 40, copies=900),
    Round("radio", "radio", MAY, 12, 28, broadcasts=40),
    Round("web", "sites", JUNE, 6, 60, days_shown=30),
    Round("a_leaf", "a_market", JUNE, 20, 14, copies=900),
    Round("a_leaf", "a_fields", dt.date(2007, 6, 9), 12, 14, copies=1_400),
    Round("a_card", "a_office", JUNE, 10, 30, copies=3_000),
    Round("k_transit", "k_bus", SEPTEMBER, 4, 60, copies=30, days_shown=45),
    Round("k_leaflet", "k_school", SEPTEMBER, 10, 21, copies=1_900),
)
