"""What fills the other slots of a narrative: numbers, addresses, days; and what tells nothing, as ages and sums."""

from collections.abc import Callable
from random import Random

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
STREETS = (
    "ул. Ленина", "улица Гагарина", "ул. Профсоюзная", "проспект Мира", "пр. Победы", "Садовая ул.", "пер. Столярный",
    "ул. 8 Марта", "Варшавское шоссе", "набережная Космонавтов", "бульвар Рокоссовского", "ул. Маршала Жукова",
    "пр-т Ленинский", "Лесной проезд",
)  # fmt: skip
ENGLISH_STREETS = (
    "Garden Street", "Lenin Street", "Mira Avenue", "Pushkin Str.", "Old Mill Road", "Sadovaya ulitsa", "ul. Gagarina",
    "Novy Lane",
)  # fmt: skip
CURRENCIES = {"ru": "рублей|тысяч рублей|сомов|долларов|тыс. руб.|сум", "en": "roubles|rubles|dollars|USD|euros"}


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _grouped(rng: Random, shape: str) -> str:
    return "".join(rng.choice("0123456789") if sign == "0" else sign for sign in shape)


def telephone(rng: Random, _language: str) -> str:
    """A number of Russia or Central Asia, or one without its code."""
    shapes = (
        "+7 900 000-00-00", "8 (900) 000 00 00", "8900000-00-00", "+79000000000", "+998 90 000 00 00",
        "+992 900 00 0000", "+996 (700) 00-00-00", "89000000000", "000-00-00", "8-900-000-00-00", "+7(900)0000000",
        "9000000000", "00-00-00",
    )  # fmt: skip
    return _grouped(rng, rng.choice(shapes))


def address(rng: Random, language: str) -> str:
    """A street with a house, often with more."""
    house, flat = rng.randint(1, 180), rng.randint(1, 300)
    if language == "en":
        street = rng.choice(ENGLISH_STREETS)
        english = (
            f"{house} {street}",
            f"{street} {house}",
            f"{house} {street}, flat {flat}",
            f"{street} {house}, apt. {flat}",
        )
        return rng.choice(english)
    street = rng.choice(STREETS)
    ways = (
        f"{street}, д. {house}", f"{street}, дом {house}, кв. {flat}", f"{street}, {house}-{flat}", f"{street} {house}",
        f"{street}, {house}/2, квартира {flat}", f"{street}, д.{house}, корп. 2", f"{street}, {house}, подъезд 3",
    )  # fmt: skip
    return rng.choice(ways)


def passport(rng: Random, _language: str) -> str:
    """A passport of Russia, or of Central Asia."""
    shapes = (
        "0000 000000",
        "00 00 000000",
        "AA 0000000",
        "AB0000000",
        "FA 0000000",
        "AC 0000000",
        "№ 0000000",
        "0000 № 000000",
        "А 0000000",
    )
    return _grouped(rng, rng.choice(shapes))


def patent(rng: Random, _language: str) -> str:
    """A work patent: a series of two digits and a number of ten, or a number alone."""
    return _grouped(
        rng, rng.choice(("77 № 0000000000", "78 0000000000", "50 № 0000000000", "№ 0000000000", "ПР 0000000"))
    )


def plate(rng: Random, language: str) -> str:
    """A number plate, in Cyrillic or in Latin letters."""
    letters = "АВЕКМНОРСТУХ" if language == "ru" and rng.random() < 0.8 else "ABEKMHOPCTYX"
    first, two = rng.choice(letters), rng.choice(letters) + rng.choice(letters)
    if rng.random() < 0.3:
        first, two = first.lower(), two.lower()
    gap = rng.choice(("", " "))
    return f"{first}{gap}{_digits(rng, 3)}{gap}{two}{gap}{rng.choice(('77', '199', '750', '16', '63'))}"


def certificate(rng: Random, _language: str) -> str:
    """A certificate of birth."""
    return _grouped(rng, rng.choice(("I-ТН № 000000", "КР-Х № 000000", "II-АР 0000000", "IV-МЮ № 000000")))


def date(rng: Random, language: str) -> str:
    """A day, with its year or without."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1980, 2024)
    named = MONTHS[month - 1] if language == "ru" else ENGLISH_MONTHS[month - 1]
    if language == "ru":
        russian = (
            f"{day:02}.{month:02}.{year}", f"{day} {named} {year} года", f"{day} {named}",
            f"{day:02}.{month:02}.{year % 100:02}",
            f"{day} {named} {year} г.", f"{day}.{month:02}", f"{day}-го {named}", f"{year}-{month:02}-{day:02}",
        )  # fmt: skip
        return rng.choice(russian)
    ways = (
        f"{day} {named}", f"{named} {day}", f"{named} {day}, {year}", f"{day} {named} {year}",
        f"{day:02}/{month:02}/{year}",
        f"{year}-{month:02}-{day:02}", f"{day}th of {named}", f"{day:02}.{month:02}.{year}", f"{named[:3]} {day}",
    )  # fmt: skip
    return rng.choice(ways)


def sum_of_money(rng: Random, language: str) -> str:
    """An amount, which tells nobody's name."""
    currency = rng.choice(CURRENCIES[language].split("|"))
    thousands = rng.randint(15, 90)
    if "тыс" in currency:
        return f"{thousands} {currency}"
    comma = " " if language == "ru" else ","
    return f"{thousands}{comma}000 {currency}" if rng.random() < 0.7 else f"{thousands}000 {currency}"


def email(rng: Random, _language: str) -> str:
    """An address that reaches nobody."""
    return (
        rng.choice(("pomosh", "info", "d.olimova", "work_abroad", "rabota-msk"))
        + _digits(rng, 2)
        + "@example."
        + rng.choice(("org", "com"))
    )


def handle(rng: Random, _language: str) -> str:
    """An account of a messenger."""
    name = rng.choice(("rabota_msk", "job_dubai", "dilya", "vahta", "hr_manager")) + _digits(rng, 2)
    return rng.choice((f"@{name}", f"t.me/{name}", f"vk.com/{name}", f"@{name}"))


def link(rng: Random, _language: str) -> str:
    """An address on the net, of a name that is given to nobody."""
    return rng.choice(
        ("https://example.org/", "http://example.com/jobs/", "www.example.org/a/", "example.com/vac")
    ) + _digits(rng, 3)


FILLED: dict[str, tuple[str, Callable[[Random, str], str]]] = {
    "phone": ("telephone", telephone),
    "address": ("address", address),
    "passport": ("document", passport),
    "patent": ("document", patent),
    "plate": ("document", plate),
    "certificate": ("document", certificate),
    "inn": ("document", lambda rng, _language: _digits(rng, rng.choice((10, 12)))),
    "snils": ("document", lambda rng, _language: _grouped(rng, rng.choice(("000-000-000 00", "00000000000")))),
    "card": ("number", lambda rng, _language: _grouped(rng, rng.choice(("0000 0000 0000 0000", "0000000000000000")))),
    "account": ("number", lambda rng, _language: "40817810" + _digits(rng, 12)),
    "email": ("contact", email),
    "handle": ("contact", handle),
    "link": ("contact", link),
    "date": ("date", date),
}
NEUTRAL: dict[str, Callable[[Random, str], str]] = {
    "age": lambda rng, _language: str(rng.randint(15, 58)),
    "count": lambda rng, _language: str(rng.randint(4, 40)),
    "height": lambda rng, _language: str(rng.randint(150, 175)),
    "sum": sum_of_money,
}
