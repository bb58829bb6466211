"""An editor takes the list of agencies in twice, and a cut one only after a second look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from conftest import make_user
from tests.journeys.conftest import NARROW, Look

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]

HEAD = "Наименование;ИНН;Номер лицензии;Действует до;Страна;Статус"
NAMES = ("ООО «Лунный Пеликан»", "ЗАО «Щедрый Хомяк»", "АНО «Сонный Барсук»", "ООО «Вчерашний Утюг»")


def test_two_months_and_a_cut_list(
    page: Page, centre: Centre, signed_in: Callable[[Page, User], None], look: Look
) -> None:
    page.set_viewport_size(NARROW)
    signed_in(page, make_user(centre, Role.EDITOR, "Editor 01"))
    page.goto("/answers/lists/")
    page.get_by_role("link", name="Take a list in").click()
    look(page, "input[type=file]")
    choose(page, listed(*NAMES), "2008-10-01")
    expect(page.get_by_role("heading", name="New on it 4")).to_be_visible()
    page.get_by_role("button", name="Take the list in").click()
    expect(page.get_by_text("The list is in: 4 entries.")).to_be_visible()

    page.goto("/answers/lists/new/")
    choose(page, listed(*NAMES[:3]).replace("DE;\n", "Germanny;приостановлена\n", 1), "2008-11-01")
    expect(page.get_by_text("near it are Germany")).to_be_visible()
    expect(page.get_by_text("licence suspended")).to_be_visible()
    look(page, "h1")
    page.get_by_role("button", name="Take in what could be read").click()
    look(page, "[role=status]")

    page.goto("/answers/lists/new/")
    choose(page, listed(NAMES[0]), "2008-11-02")
    page.get_by_role("button", name="Take the list in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "h1")
    page.get_by_label("How many are gone?").fill("3")
    page.get_by_role("button", name="Take the list in").click()
    expect(page.get_by_text("The list is in: 1 entry.")).to_be_visible()


def listed(*names: str) -> str:
    return "\n".join([HEAD, *(f"{name};00000000{at};1-{at};01.03.2010;DE;" for at, name in enumerate(names)), ""])


def choose(page: Page, rows: str, day: str) -> None:
    page.get_by_label("agencies", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(
        FilePayload(name="list.csv", mimeType="text/csv", buffer=rows.encode())
    )
    page.get_by_label("Day of the list", exact=True).fill(day)
    page.get_by_label("Source", exact=True).fill("an invented register")
    page.get_by_role("button", name="Read it and show what changes").click()
