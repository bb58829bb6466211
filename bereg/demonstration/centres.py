"""The three centres of the demonstration. Numbers, addresses and mailboxes are invented and reach nobody."""

import datetime as dt
from dataclasses import dataclass

from bereg.centres.kinds import CentreScope, LineKind

MONDAY_TO_FRIDAY = range(5)


@dataclass(frozen=True)
class LinePlan:
    """One way to reach a centre."""

    slug: str
    kind: LineKind
    address: dict[str, str]


@dataclass(frozen=True)
class InventedCentre:
    """One centre with its lines and its week."""

    code: str
    prefix: str
    names: dict[str, str]
    scope: CentreScope
    subdivision: str
    time_zone: str
    opened_on: dt.date
    lines: tuple[LinePlan, ...]
    week: dict[int, tuple[dt.time, dt.time]]
    emergency_number: str = ""
    spoken: tuple[str, ...] = ("ru",)


def _week(opens: str, closes: str, saturday: tuple[str, str] | None = None) -> dict[int, tuple[dt.time, dt.time]]:
    week = {day: (dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for day in MONDAY_TO_FRIDAY}
    if saturday:
        week[5] = (dt.time.fromisoformat(saturday[0]), dt.time.fromisoformat(saturday[1]))
    return week


def _number(slug: str, kind: LineKind, last: int) -> LinePlan:
    return LinePlan(slug, kind, {"": f"8 800 000 00 {last}"})


def _mailbox(slug: str, name: str) -> LinePlan:
    return LinePlan(slug, LineKind.MAILBOX, {"": f"{name}@example.org"})


def _web(slug: str) -> LinePlan:
    return LinePlan(slug, LineKind.WEB, {"ru": "Вымышленная форма на сайте", "en": "Invented form on the website"})


def _counter(slug: str, house: int) -> LinePlan:
    return LinePlan(slug, LineKind.COUNTER, {"ru": f"Вымышленная улица, {house}", "en": f"{house} Invented Street"})


CENTRES = (
    InventedCentre(
        code="moscow",
        prefix="MSK",
        names={"ru": "Москва", "en": "Moscow", "uz": "Moskva", "tg": "Маскав"},
        scope=CentreScope.NATIONAL,
        subdivision="RU-MOW",
        time_zone="Europe/Moscow",
        opened_on=dt.date(2007, 5, 14),
        lines=(
            _number("moscow-free", LineKind.TOLL_FREE, 16),
            _counter("moscow-counter", 7),
            _mailbox("moscow-mail", "moscow"),
            _web("moscow-web"),
        ),
        week=_week("08:30", "18:30"),
        emergency_number="8 800 000 00 17",
        spoken=("ru", "uz", "tg"),
    ),
    InventedCentre(
        code="petrozavodsk",
        prefix="PTZ",
        names={"ru": "Петрозаводск", "en": "Petrozavodsk", "uz": "Petrozavodsk", "tg": "Петрозаводск"},
        scope=CentreScope.REGIONAL,
        subdivision="RU-KR",
        time_zone="Europe/Moscow",
        opened_on=dt.date(2007, 6, 4),
        lines=(
            _number("petrozavodsk-landline", LineKind.LANDLINE, 19),
            _number("petrozavodsk-mobile", LineKind.MOBILE, 55),
            _counter("petrozavodsk-counter", 34),
            _mailbox("petrozavodsk-mail", "petrozavodsk"),
            _mailbox("petrozavodsk-mail-2", "karelia"),
        ),
        week=_week("09:00", "18:00"),
    ),
    InventedCentre(
        code="astrakhan",
        prefix="AST",
        names={"ru": "Астрахань", "en": "Astrakhan", "uz": "Astraxan", "tg": "Астрахан"},
        scope=CentreScope.REGIONAL,
        subdivision="RU-AST",
        time_zone="Europe/Astrakhan",
        opened_on=dt.date(2007, 5, 28),
        lines=(
            _number("astrakhan-landline", LineKind.LANDLINE, 41),
            _number("astrakhan-landline-2", LineKind.LANDLINE, 43),
            _number("astrakhan-mobile", LineKind.MOBILE, 49),
            _counter("astrakhan-counter", 46),
            _mailbox("astrakhan-mail", "astrakhan"),
            _mailbox("astrakhan-mail-2", "volga"),
            _web("astrakhan-web"),
        ),
        week=_week("09:00", "18:00", saturday=("10:00", "14:00")),
    ),
)
