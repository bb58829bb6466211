"""The page of an organisation and of its services: hours, what speaks against it; and their answers in the search."""

from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.directory.sample import sample
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.journeys.conftest import Look, Open


def test_an_organisation_and_its_services(centre: Centre, operator: User, open_page: Open, look: Look) -> None:
    make_user(centre, Role.EDITOR, "Editor 01")
    sample(centre)
    page = open_page(operator)
    for key, selector in (("ast-jobs", ".pairs"), ("mos-hostel-work", ".notice.danger"), ("mow-shelter", ".pairs")):
        page.goto(ReferenceEntry.objects.get(key=key).get_absolute_url())
        look(page, selector)
    page.goto(ReferenceEntry.objects.get(key="ast-desk").get_absolute_url())
    look(page, ".pairs")
    page.goto(reverse("reference:answers") + "?q=8+800+000+00+21")
    look(page, ".answer")
