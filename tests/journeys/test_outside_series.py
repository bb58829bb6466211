"""A series of another body, from an empty list to its charts below our own months, from a file and by hand."""

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.counting.tests.conftest import Enquire, enquire, own_folder, version
from bereg.outside_series.models import OutsideSeries, SeriesValue
from tests.journeys.conftest import Look, Open

__all__ = ["enquire", "own_folder", "version"]
pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
FILE = "Месяц;Значение\n2007-05;9 000\n2007-06;много\n2007-07;7 500\n"


def test_a_series_from_a_file_stands_beside_our_own_months(
    open_page: Open, supervisor: User, enquire: Enquire, look: Look
) -> None:
    enquire(topics="registration")
    page = open_page(supervisor)
    page.goto("/figures/series/")
    look(page, "#t-series")
    page.keyboard.press("n")
    page.locator("#id_body").fill("Invented service")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    look(page, "#id_body")
    page.locator("#id_name_ru").fill("Invented permits")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Invented permits")
    found = OutsideSeries.objects.get()
    page.keyboard.press("u")
    page.locator("#id_file").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.locator("#id_name").fill("Invented report")
    page.locator("#id_as_of").fill("2008-01-15")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main form[action$='/take/']")).to_be_visible()
    look(page, "main form[action$='/take/']")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{found.get_absolute_url()}")
    assert SeriesValue.objects.count() == 2
    for number in range(2):
        chart = page.locator("picture img").nth(number)
        assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.locator("#id_ours").select_option("registration")
    page.locator("form[method=get] button").click()
    expect(page.locator("#t-ours")).to_be_visible()
    look(page, "#t-beside")
    page.keyboard.press("v")
    page.locator("#id_period").fill("2007-05")
    look(page, "#id_value")
