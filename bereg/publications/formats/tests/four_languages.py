"""An invented release that is named in the four languages of the public pages, or in fewer."""

from functools import partial

from bereg.publications.content import Content, LeftOut, Row, Table, Words

NAMES: dict[str, tuple[str, str, str, str]] = {  # en, ru, uz, tg
    "all": ("All centres", "Все центры", "Barcha markazlar", "Ҳамаи марказҳо"),
    "shore": ("Shore", "Прибрежный", "Sohil", "Соҳил"),
    "everybody": ("Everybody", "Все", "Hamma", "Ҳама"),
    "citizens": ("Citizens", "Граждане", "Fuqarolar", "Шаҳрвандон"),
    "foreigners": ("Foreigners", "Иностранцы", "Chet elliklar", "Хориҷиён"),
    "contacts": ("Contacts", "Контакты по всем каналам", "Barcha bogʻlanishlar", "Ҳамаи тамосҳо"),
    "enquiries": ("Enquiries", "Обращения", "Murojaatlar", "Муроҷиатҳо"),
    "gender": ("Gender", "Пол", "Jins", "Ҷинс"),
    "age": ("Age", "Возраст", "Yosh", "Синну сол"),
    "female": ("female", "женский", "ayol", "зан"),
    "male": ("male", "мужской", "erkak", "мард"),
    "work_permit": ("Work permit", "Разрешение на работу", "Mehnat ruxsatnomasi", "Иҷозатномаи кор"),
    "yes": ("yes", "есть", "bor", "ҳаст"),
    "no": ("no", "нет", "yoʻq", "нест"),
    "topic": ("Topics", "Темы", "Mavzular", "Мавзӯъҳо"),
    "quota": ("Quotas", "Квоты", "Kvotalar", "Квотаҳо"),
    "police": ("Police", "Полиция", "Politsiya", "Полис"),
    "family": ("Family", "Семья", "Oila", "Оила"),
}


def words(name: str, languages: str = "en ru uz tg") -> Words:
    """Return a name in some languages."""
    every = dict(zip(("en", "ru", "uz", "tg"), NAMES[name], strict=True))
    return {language: every[language] for language in languages.split()}


def what(id: str, group: str, centre: str, languages: str) -> LeftOut:
    """Name a table, its centre and its group."""
    return LeftOut(
        id=id,
        title=words(id, languages),
        centre=centre,
        centre_name=words(centre, languages),
        group=group,
        group_name=words("everybody" if group == "all" else group, languages),
    )


def content(
    languages: str = "en ru uz tg",
    *,
    enquiries: int | None = 1021,
    countries: int | None = 25,
    first: str = "2007-05",
    last: str = "2008-04",
) -> Content:
    """Make a release with a class of the small, a group of its own, topics without a base, and a second centre.

    One table is left out, another for one group, and a third at one centre.
    """
    of = partial(what, languages=languages)

    def table(id: str, base: int | None, group: str = "all", centre: str = "all", **rows: int | None) -> Table:
        return Table(
            **of(id, group, centre),
            base=base,
            rows=[Row(code=code, label=words(code, languages), shown=shown) for code, shown in rows.items()],
            interval_below=0,
            without_base=False,
        )

    tables = [
        table("contacts", 1500),
        table("enquiries", enquiries),
        table("enquiries", 400, "citizens"),
        table("enquiries", 511, "foreigners"),
        table("gender", 1000, female=600, male=400),
        table("gender", 390, "citizens", female=207, male=183),
        table("gender", 500, "foreigners", female=None, male=490),
        table("work_permit", 480, "foreigners", yes=235, no=245),
        table("topic", None, quota=300, police=200, family=None),
        table("enquiries", None, centre="shore"),
        table("gender", 44, centre="shore", female=30, male=14),
    ]
    missing = ("age all all", "age citizens all", "work_permit citizens all", "topic all shore")
    return Content(
        format=1,
        first=first,
        last=last,
        vintage=1,
        class_below=10,
        countries=countries,
        tables=tables,
        left_out=[of(*each.split()) for each in missing],
    )
