"""An editor's *Today* reads the reference and nothing of a case, also where they had cases in another role."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.enquiries.models import Enquiry
from bereg.tasks.queries import first_to_do
from tests.world import Site

pytestmark = pytest.mark.once("the statements are the same with any database")

OF_CASES = (
    *("enquiries_", "contacts_", "tasks_", "persons_", "transfers_", "consultations_", "answers_", "shifts_"),
    "violations_",
)


def test_nothing_of_a_case_is_read_for_it(world: tuple[Site, Site]) -> None:
    here, _there = world
    operator = here.operator
    assert any(first_to_do(operator, timezone.now(), 5))
    User.objects.filter(pk=operator.pk).update(role=Role.EDITOR)
    browser = Client()
    browser.force_login(User.objects.get(pk=operator.pk))
    browser.get("/today/")  # what a process reads once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = browser.get("/today/", follow=True)
    assert answer.redirect_chain == [(reverse("reference:today"), 302)]
    page = answer.content.decode()
    assert not [
        each
        for each in (*here.canaries.values(), Enquiry._base_manager.get(pk=here.ids["enquiry"]).number)
        if each in page
    ]
    assert not [each["sql"] for each in asked if any(f'"{table}' in each["sql"] for table in OF_CASES)]
