"""A list of published tables of one's own may lack tables of the program, and name those that it does not know."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.counting import published_tables
from bereg.counting.catalogue import CatalogueError
from bereg.publications import queries as releases
from bereg.publications.models import Release
from bereg.publishing import naming, tasks
from bereg.publishing.models import Preparation
from bereg.publishing.tests.publishing import ONE_MONTH, PREPARE, browser, closed, second, small_world

__all__ = ["browser", "closed", "second", "small_world"]
PROGRAMS = published_tables.FILE.read_text(encoding="utf-8")
BANDS = 'under_30 = ["20_29", "under_20"]\n30_49 = ["30_39", "40_49"]\n50_over = ["50_over"]\n'
HALVES = 'under_40 = ["20_29", "under_20", "30_39"]\n40_over = ["40_49", "50_over"]\n'
NAMES = """
[table.names.age_halves]
en = "Age, in halves"
ru = "Возраст, в половинах"
tg = "Синну сол, ду қисм"

[table.names.under_40]
en = "under 40"
ru = "до 40"
"""
WITHOUT_GROUPS = "[[table]]".join(part for part in PROGRAMS.split("[[table]]") if 'kind = "topic_groups"' not in part)
NAMED = WITHOUT_GROUPS.replace('id = "age_bands"', 'id = "age_halves"').replace(BANDS, HALVES + NAMES)
UNNAMED = NAMED.replace(NAMES, "").replace('variable = "gender"\n', 'variable = "gender"\nrest = "others"\n')


@pytest.fixture
def own(settings: Any) -> Iterator[Callable[[str], None]]:
    """Return what puts a list of one's own in force."""

    def put(text: str) -> None:
        Path(settings.DATA, published_tables.FILE.name).write_text(text, encoding="utf-8")
        _forget()
        published_tables.demand()

    yield put
    _forget()


def _forget() -> None:
    published_tables.tables.cache_clear()
    published_tables.people.cache_clear()


def prepared(browser: Client) -> dict[str, Any]:
    """Prepare the month, and return the table of ages in halves."""
    answer = browser.post(PREPARE, ONE_MONTH)
    asked = Preparation.objects.get(pk=answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])
    tasks.prepare_release.func(preparation=str(asked.pk))
    asked.refresh_from_db()
    assert asked.release, asked.reason
    said: Any = releases.content_of(Release.objects.get(pk=asked.release))
    assert "topic_groups" not in {each["id"] for each in said["tables"] + said["left_out"]}
    found: dict[str, Any] = next(each for each in said["tables"] + said["left_out"] if each["id"] == "age_halves")
    return found


def test_a_list_names_its_own_tables_and_rows_and_may_lack_classes_of_topics(
    browser: Client, own: Callable[[str], None]
) -> None:
    own(NAMED)
    page = browser.get(reverse("publishing:published_tables")).content.decode()
    assert "Age, in halves" in page
    assert "under 40; 40_over" in page
    made = prepared(browser)
    assert made["title"] == {"en": "Age, in halves", "ru": "Возраст, в половинах", "tg": "Синну сол, ду қисм"}
    assert naming.Names().code("age_halves", "under_40") == {"en": "under 40", "ru": "до 40"}
    assert browser.get(reverse("report:report")).status_code == 200


def test_what_has_no_name_has_its_id(browser: Client, own: Callable[[str], None]) -> None:
    own(UNNAMED)
    page = browser.get(reverse("publishing:published_tables"))
    assert page.status_code == 200
    for word in ("age_halves", "under_40", "others"):
        assert word in page.content.decode()
    assert prepared(browser)["title"]["en"] == "age_halves"


@pytest.mark.parametrize("wrong", ["[table.names.nobody]\nen = 'a'\nru = 'b'\n", "[table.names.under_40]\nen = 'a'\n"])
def test_names_of_nothing_and_those_that_lack_a_language_of_the_staff_stop_the_start(
    own: Callable[[str], None], wrong: str
) -> None:
    with pytest.raises(CatalogueError, match="age_halves"):
        own(NAMED.replace(NAMES, wrong))


def test_names_are_not_kept_with_a_release_once_more() -> None:
    with_names = next(each for each in published_tables.read(NAMED) if each.id == "age_halves")
    assert "names" not in with_names.kept()
    assert published_tables.kept_as(with_names.kept()) == with_names
