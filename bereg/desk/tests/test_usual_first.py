"""Lists on the form begin with what this centre has had most often lately."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries import frequent_choices
from bereg.enquiries.models import Enquiry


@pytest.fixture(autouse=True)
def afresh() -> None:
    """Nothing is counted yet."""
    frequent_choices._counted.cache_clear()


def register(desk: Client, **fields: str) -> Enquiry:
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", **fields})
    return Enquiry._base_manager.latest("entered_at")


def used_on(desk: Client) -> str:
    frequent_choices._counted.cache_clear()
    page = desk.get(reverse("desk:new_enquiry")).content.decode()
    return page.partition('name="a-citizenship"')[2].partition('data-used="')[2].partition('"')[0]


def test_the_most_frequent_answer_of_the_centre_comes_first(
    desk: Client, other_centre: Centre, other_operator: User
) -> None:
    elsewhere = Client()
    elsewhere.force_login(other_operator)
    register(elsewhere, **{"a-citizenship": "UA"})
    for code in ("TJ", "UZ", "UZ"):
        register(desk, **{"a-citizenship": code})
    assert used_on(desk) == "UZ TJ"
    assert used_on(elsewhere) == "UA"


def test_neither_what_is_old_nor_a_mistake_is_usual(desk: Client) -> None:
    old, wrong = register(desk, **{"a-citizenship": "UA"}), register(desk, **{"a-citizenship": "MD"})
    Enquiry._base_manager.filter(pk=old.pk).update(opened_at=timezone.now() - dt.timedelta(days=91))
    Enquiry._base_manager.filter(pk=wrong.pk).update(mistake="twice")
    register(desk, **{"a-citizenship": "UZ"})
    assert used_on(desk) == "UZ"


def test_it_takes_one_query_an_hour(desk: Client) -> None:
    register(desk, **{"a-citizenship": "UZ"})
    frequent_choices._counted.cache_clear()
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("desk:new_enquiry"))
        counts.append(sum("LEFT OUTER JOIN" in each["sql"] and '"answers"' in each["sql"] for each in asked))
    assert counts == [1, 0, 0]


def test_languages_with_a_digit_stand_in_one_order(desk: Client) -> None:
    def spoken() -> list[str]:
        frequent_choices._counted.cache_clear()
        return [code for code, _label, _digit in desk.get(reverse("desk:new_enquiry")).context["spoken"]]

    assert spoken() == ["ru", "uz", "tg", "ky"]
    for language in ("vi", "tg", "vi"):
        register(desk, language=language)
    assert spoken() == ["ru", "uz", "tg", "vi"]
