"""An invented release: figures of nobody."""

from bereg.publications.content import Content, Row, Table, Words

ALL: Words = {"en": "All centres", "ru": "Все центры"}
EVERYBODY: Words = {"en": "Everybody", "ru": "Все обратившиеся"}
# The letters that the four languages have beyond the Russian and the English ones, and a label that wants to be run.
TAJIK = "Ӣӣ Ӯӯ Ҷҷ Ҳҳ Ққ Ғғ"
UZBEK = "Oʻzbekiston, gʻayrat, maʼlumot"
FORMULA = "=SUM(A1:A9)"
APOSTROPHE = "'Quoted' [a/b]: *all* \\ ?"


def row(code: str, english: str, russian: str, shown: int | None) -> Row:
    """Make a row."""
    return {"code": code, "label": {"en": english, "ru": russian}, "shown": shown}


def table(id: str, title: Words, base: int | None, *rows: Row, centre: str = "all", group: str = "all") -> Table:
    """Make a table."""
    return {
        "id": id,
        "title": title,
        "centre": centre,
        "centre_name": ALL if centre == "all" else {"en": "Shore", "ru": "Берег"},
        "group": group,
        "group_name": EVERYBODY if group == "all" else {"en": "Foreigners", "ru": "Иностранцы"},
        "base": base,
        "rows": list(rows),
    }


GENDER: Words = {"en": "Gender", "ru": "Пол"}


def content(*tables: Table, last: str = "2008-05", vintage: int = 1) -> Content:
    """Make a release of some tables, or of a few that have everything that may be in one."""
    return {
        "format": 1,
        "first": "2007-05",
        "last": last,
        "vintage": vintage,
        "class_below": 10,
        "countries": 25 if last != "2007-05" else None,
        "tables": list(tables) or list(everything()),
    }


def everything() -> list[Table]:
    """Make tables with classes, letters of four languages, a formula, a table of two parts and one without rows."""
    women, men = row("female", "Women", "Женщины", 1062), row("male", "Men", "Мужчины", 941)
    return [
        table("gender", GENDER, 2007, women, men, row("other", "Other", "Другой", None)),
        table("gender", GENDER, 40, row("female", "Women", "Женщины", 41), centre="shore-1", group="foreigners"),
        table(
            "source",
            {"en": APOSTROPHE, "ru": "Откуда узнали о нас, очень длинное название таблицы"},
            612,
            row("a.b-c", FORMULA, "+7 и номер", 12),
            row("-1", TAJIK, TAJIK, None),
            row("@x", UZBEK, UZBEK, 300),
        ),
        table("contacts", {"en": "Contacts", "ru": "Обращения"}, None, row("total", "Contacts", "Обращения", 5210)),
        table("contacts", {"en": "Calls", "ru": "Звонки"}, None, row("calls", "Calls", "Звонки", None)),
        table("enquiries", {"en": "Enquiries", "ru": "Вопросы"}, 4101),
    ]
