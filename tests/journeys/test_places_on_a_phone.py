"""Every place of the main navigation is in sight on a telephone, in the longer language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from conftest import make_user

pytestmark = [
    pytest.mark.once("how wide places are is the page's; which ones there are is tried on both by other tests"),
    pytest.mark.django_db(transaction=True),
]
OUT_OF_SIGHT = """places => places
  .filter(place => place.getBoundingClientRect().right > innerWidth || place.scrollWidth > place.clientWidth)
  .map(place => place.textContent.trim())"""


@pytest.mark.parametrize("role", Role)
def test_no_place_is_out_of_sight(role: Role, open_page: Callable[[User], Page], centre: Centre) -> None:
    page = open_page(make_user(centre, role, "Somebody 01"))
    page.goto("/account/")
    places = page.locator(".staff-nav a")
    assert places.count() > 0
    assert places.evaluate_all(OUT_OF_SIGHT) == []
