"""Practice of interns by several at once: one draft comes in once, and no copy outlives a consent."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import Notice, User
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.training.models import Practice
from bereg.vault.models import Key
from tests.at_once import at_once
from tests.opened import text_of
from tests.world import Site, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(centre: Centre, other_centre: Centre, settings: object, tmp_path: object) -> Site:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return make_world(centre, other_centre)[0]


def browsers_of(site: Site) -> list[Client]:
    """The browsers of the two who may judge: whose enquiry it is, and the supervisor."""
    browsers = [Client(), Client()]
    for browser, person in zip(browsers, (site.operator, User.objects.get(name="Supervisor of moscow")), strict=True):
        browser.force_login(person)
    return browsers


def test_of_two_who_take_a_draft_in_one_does(here: Site) -> None:
    address, typed = here.address("training:accept_practice"), {"version": "4", "enquiry": "1"}
    browsers = browsers_of(here)
    answers = at_once(*(lambda each=each: each.post(address, typed).status_code for each in browsers))
    assert sorted(map(str, answers)) in (["302", "404"], ["302", "409"])
    text = text_of(Enquiry._base_manager.get(pk=here.ids["enquiry"]))
    assert text.count(here.canaries["practised"]) == 1
    assert not Practice._base_manager.filter(pk=here.ids["practice"]).exists()
    assert not Key.objects.filter(record=here.ids["practice"]).exists()
    assert not Notice.objects.filter(kind="text.unreadable").exists()  # whoever came second was no alarm


def test_a_copy_made_while_the_consent_goes_goes_with_it(here: Site) -> None:
    enquiry, intern = here.ids["enquiry"], str(here.ids["intern"])
    give, withdraw = (reverse(name, args=[enquiry]) for name in ("training:give_practice", "desk:withdraw"))
    typed = {"version": "1", "intern": intern, "masked": here.canaries["masked"], "confirmed": "on"}
    browsers = browsers_of(here)
    answers = at_once(lambda: browsers[0].post(give, typed).status_code, lambda: browsers[1].post(withdraw).status_code)
    assert answers[0] in {302, 404, 409}
    assert answers[1] == 302
    assert Enquiry._base_manager.get(pk=enquiry).consent == "withdrawn"
    assert not Practice._base_manager.filter(enquiry=enquiry).exists()
