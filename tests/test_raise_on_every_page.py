"""One key raises the alarm on every page of who may raise one, about the enquiry that the page shows."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.roles import Role
from bereg.tasks.models import Task
from tests.addresses import PAGES
from tests.test_access_matrix import ask, signed_in
from tests.test_grammar_of_pages import is_page
from tests.world import Site

pytestmark = [pytest.mark.once("the HTML is the same with any database"), pytest.mark.usefixtures("clock_stands")]
KEY, ABOUT = 'data-key="F2"', 'name="form" value="{}" form="raise-danger"'


@pytest.fixture
def here(world: tuple[Site, Site]) -> Site:
    return world[0]


@pytest.fixture
def browser(here: Site) -> Client:
    return signed_in(Role.OPERATOR, here.centre)


def test_every_page_of_an_operator_has_the_key_once(here: Site, browser: Client) -> None:
    keys = {}
    for name in [each for each, page in PAGES.items() if "GET" in (page.takes or "GET")]:
        answer = ask(browser, "GET", here.address(name))
        shown = answer.content.decode() if is_page(answer) and answer.status_code == 200 else ""
        if "account-menu" in shown:
            keys[name] = shown.count(KEY)
    assert len(keys) > 50
    assert sorted(name for name, count in keys.items() if count != 1) == []


@pytest.mark.parametrize("page", ["desk:enquiry", "desk:further_contact", "desk:withdraw", "tasks:new_task"])
def test_it_is_about_the_enquiry_that_the_page_shows(page: str, here: Site, browser: Client) -> None:
    enquiry = here.ids["enquiry"]
    shown = browser.get(reverse(page, args=[enquiry])).content.decode()
    assert shown.count(ABOUT.format(enquiry)) == 1


def test_on_a_task_it_is_about_the_enquiry_of_the_task(here: Site, browser: Client) -> None:
    about = Task._base_manager.get(pk=here.ids["task"]).enquiry_id
    assert about
    shown = ask(browser, "GET", here.address("tasks:task"))
    assert shown.content.decode().count(ABOUT.format(about)) == 1


def test_on_the_form_it_is_about_the_enquiry_that_it_becomes(here: Site, browser: Client) -> None:
    new = uuid4()
    shown = browser.get(reverse("desk:form", args=[new])).content.decode()
    assert shown.count(ABOUT.format(new)) == 1


@pytest.mark.parametrize("page", ["desk:today", "desk:find", "dangers:steps", "conversations:inbox"])
def test_elsewhere_it_is_about_none(page: str, here: Site, browser: Client) -> None:
    shown = browser.get(reverse(page)).content.decode()
    assert (KEY in shown, 'name="form"' in shown) == (True, False)


def test_who_may_raise_none_has_no_key(here: Site) -> None:
    shown = signed_in(Role.ADMIN, here.centre).get(reverse("help:contents")).content.decode()
    assert KEY not in shown
