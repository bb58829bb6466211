"""What a release is named with: each name in its own language, and none where nobody wrote one."""

import pytest

from bereg.centres.models import Centre
from bereg.counting.published_tables import tables
from bereg.publishing.naming import Names
from bereg.questionnaire.publishing import publish_standard


@pytest.fixture
def names(centre: Centre) -> Names:
    """Of the standard questionnaire and a centre that has a name in Uzbek and none in Tajik."""
    Centre.objects.update(names={"ru": "Москва", "en": "Moscow", "uz": "Moskva"})
    publish_standard()
    return Names()


def test_each_name_is_in_its_language(names: Names, centre: Centre) -> None:
    assert names.code("gender", "female") == {"ru": "женский", "en": "female", "uz": "ayol", "tg": "зан"}
    assert names.code("age_bands", "30_49") == {
        "ru": "30–49",
        "en": "30 to 49",
        "uz": "30–49 yosh",
        "tg": "аз 30 то 49-сола",
    }
    assert names.code("channel", "visit")["uz"] == "tashrif"
    assert names.code("citizenship", "UZ") == {
        "ru": "Узбекистан",
        "en": "Uzbekistan",
        "uz": "Oʻzbekiston",
        "tg": "Ӯзбекистон",
    }
    assert names.code("topic_groups", "other") == {"ru": "Другое", "en": "Other", "uz": "Boshqa", "tg": "Дигар"}
    assert names.code("consulted", "support") == {
        "ru": "психологическая поддержка",
        "en": "psychological support",
        "uz": "psixologik yordam",
        "tg": "дастгирии равонӣ",
    }
    assert names.code("came_of", "freed") == {
        "ru": "обращения, после которых освободили людей",
        "en": "enquiries after which people were freed",
        "uz": "odamlar ozod qilingan murojaatlar",
        "tg": "муроҷиатҳое, ки пас аз онҳо одамон озод карда шуданд",
    }
    for table in ("consulted", "in_danger", "referred", "came_of", "asked", "answered", "forwarded", "searched"):
        assert all(names.table(table)[language] for language in ("ru", "en", "uz", "tg"))
    assert names.table("topic")["tg"] == "Мавзӯъҳо"
    assert names.group("foreigners")["uz"] == "Chet elliklar"
    assert names.centre("all")["tg"] == "Ҳамаи марказҳо"


def test_whoever_chooses_a_table_can_tell_it_from_every_other(names: Names) -> None:
    for language in ("ru", "en", "uz", "tg"):
        titles = [names.table(table.id)[language] for table in tables()]
        assert len(set(titles)) == len(titles), language


def test_what_nobody_named_is_left_out(names: Names, centre: Centre) -> None:
    assert names.centre(centre.code) == {"ru": "Москва", "en": "Moscow", "uz": "Moskva"}
    assert names.code("gender", "unheard_of") == {"ru": "unheard_of", "en": "unheard_of"}
