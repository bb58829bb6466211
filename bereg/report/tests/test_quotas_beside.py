"""Enquiries about quotas, foreigners without a permit and the places left stand side by side, month by month."""

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.counting.tests.conftest import Enquire
from bereg.quotas.tests.conftest import read, taken
from bereg.report import quota_page
from bereg.report.tests.test_report_page import PAGE, analyst, browser, table_of

__all__ = ["analyst", "browser"]
JUNE = "2007-06-10T12:00:00+00:00"


def test_the_figures_stand_beside_what_was_left(
    browser: Client, analyst: User, enquire: Enquire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota_page, "TOPIC", "work_permit")  # the questions of the tests have no topic of quotas
    enquire(citizenship="UZ", work_permit="yes", topics="registration")
    enquire(JUNE, citizenship="UZ", work_permit="no", topics="work_permit")
    enquire(JUNE, citizenship="UZ", work_permit="no", topics="registration work_permit")
    enquire(JUNE, citizenship="RU", topics="registration")
    assert 'id="quotas"' not in browser.get(PAGE).content.decode()

    rows = ("RU-MOW,7112,2007-06,900,780", "RU-MOW,7131,2007-06,50,60", "RU-AST,7112,2007-06,100,0")
    taken(read(*rows, "RU-MOW,7112,2007-05,900,10"), analyst)
    table = table_of(browser.get(PAGE).content.decode(), "quotas")
    assert "June 2007 67% 2 100% 2 220 1,050" in table
    assert "May 2007 0% 0 0% 0 890 900" in table
    assert 'id="quotas"' not in browser.get(PAGE, {"group": "citizens"}).content.decode()
