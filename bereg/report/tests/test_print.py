"""Printing the page of exact figures is recorded, and the page may be printed once after that."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.counting.tests.conftest import Enquire
from conftest import make_user

PAGE, PRINT = reverse("report:report"), reverse("report:print")
SENT = {"first": "2007-05", "last": "2007-05", "centre": "moscow", "group": "citizens"}
BY = r"Printed by Analyst 01, \d+ \w+ \d{4}, \d\d:\d\d"
SCRIPT = "report/print.js"


@pytest.fixture
def analyst(centre: Centre) -> User:
    return make_user(centre, Role.ANALYST, "Analyst 01")


@pytest.fixture
def browser(client: Client, analyst: User, enquire: Enquire) -> Client:
    enquire(citizenship="RU", gender="female")
    client.force_login(analyst)
    return client


def test_the_audit_log_keeps_who_printed_what(browser: Client, analyst: User) -> None:
    page = browser.post(PRINT, SENT, follow=True).content.decode()
    act = ChainedAct.objects.get(action="figures.printed")
    assert (act.actor, act.target, act.because) == (str(analyst.pk), "2007-05 moscow", "citizens")
    assert "citizens turned to the centre" in page  # the figures that were chosen, with who printed them
    assert re.search(BY, page)
    assert SCRIPT in page


def test_only_the_page_that_was_recorded_is_to_be_printed_and_once(browser: Client) -> None:
    assert 'id="print"' in browser.get(PAGE, SENT).content.decode()
    browser.post(PRINT, SENT)
    other, first, again = (browser.get(PAGE, sent).content.decode() for sent in (SENT | {"group": "all"}, SENT, SENT))
    assert not [page for page in (other, first, again) if SCRIPT in page]  # another choice uses it up
    browser.post(PRINT, SENT)
    first, again = (browser.get(PAGE, SENT).content.decode() for _time in range(2))
    assert (SCRIPT in first, SCRIPT in again) == (True, False)
    assert not re.search(BY, again)


def test_figures_that_cannot_be_chosen_are_not_printed(browser: Client) -> None:
    assert browser.post(PRINT, SENT | {"centre": "nowhere"}).status_code == 404
    assert browser.get(PRINT).status_code == 405
    assert not ChainedAct.objects.filter(action="figures.printed").exists()
