"""Any form is sent beside any other one about the same matter: neither breaks, and what was withdrawn is gone.

`make test` tries some pairs, `make torture` every pair ten times, and every form of the program three times at once.
"""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.core.tests.torture import say, share
from bereg.enquiries.models import Draft, Enquiry
from bereg.training import actions as training
from bereg.training.models import Practice
from conftest import make_user
from tests.addresses import PAGES
from tests.at_once import at_once, sending
from tests.factors import sign_in
from tests.opened import text_of
from tests.sent import sent_to
from tests.world import Site, form, make_world

pytestmark = pytest.mark.django_db(transaction=True)
# What is done with an enquiry, or with what an intern wrote about it; and a form of the same id that comes late.
ACTS = ["desk:draft"] + [
    name for name, page in PAGES.items() if page.argument in {"enquiry", "practice"} and page.takes != "GET"
]
PAIRS = list(itertools.combinations_with_replacement(ACTS, 2))


@pytest.fixture
def here(centre: Centre, other_centre: Centre, settings: Any, tmp_path: object) -> Site:
    settings.DATA = tmp_path
    return make_world(centre, other_centre)[0]


def signed_in(person: User) -> Client:
    """Sign in by the form, so that the password counts as just given."""
    cache.clear()
    browser = Client()
    assert sign_in(browser, person).status_code == 302
    return browser


class People:
    """Two supervisors, who may do all of it, and an intern."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.supervisors = [make_user(site.centre, Role.SUPERVISOR, f"Supervisor 0{number}") for number in (1, 2)]
        self.intern = make_user(site.centre, Role.INTERN, "Intern 01")
        self.browsers = [signed_in(person) for person in self.supervisors]
        self.interns_browser = signed_in(self.intern)

    def new_matter(self) -> "Matter":
        """Register an enquiry, about which the intern has written."""
        enquiry, by = uuid4(), self.supervisors[0]
        assert self.browsers[0].post(reverse("desk:form", args=[enquiry]), form()).status_code == 302
        made = Enquiry._base_manager.get(pk=enquiry)
        given = training.give(
            enquiry=made, version=made.version, intern=self.intern, masked="She asks what she can do.", by=by
        )
        training.write(practice=given, version=1, text="An invented draft.", sends=True, by=self.intern)
        return Matter(self, enquiry, given.pk)


@dataclass
class Matter:
    """An enquiry and the practice that an intern has of it."""

    people: People
    enquiry: UUID
    practice: UUID

    def act(self, name: str, number: int) -> Any:
        """Send a form of a page that is up to date, from one of the two browsers."""
        is_practice = PAGES[name].argument == "practice"
        browser = self.people.interns_browser if name == "training:practice" else self.people.browsers[number]
        address = reverse(name, args=[self.practice if is_practice else self.enquiry])
        sent = sent_to(name, self.people.site)
        if is_practice and "version" in sent:
            sent["version"] = "2"
        if name == "holds:hold":
            sent["owner"] = str(self.people.supervisors[0].pk)
        if name == "desk:further_contact":
            sent["id"] = str(uuid4())
        return sending(browser, address, sent)

    def check(self) -> None:
        """See that what stands can be opened, and that nothing is left of what was withdrawn."""
        enquiry = Enquiry._base_manager.get(pk=self.enquiry)
        drafts = Draft._base_manager.filter(enquiry=enquiry)
        practices = Practice._base_manager.filter(enquiry=enquiry)
        assert not Draft._base_manager.filter(pk=self.enquiry).exists()
        if enquiry.consent == "yes":
            assert text_of(enquiry)
            assert all(text_of(each, "fields") for each in drafts)
            assert all(text_of(each, "masked") for each in practices)
        else:
            assert not enquiry.narrative
            assert not drafts.exists()
            assert not practices.exists()


def send_pairs(people: People, pairs: list[tuple[str, str]]) -> None:
    for pair in pairs:
        matter = people.new_matter()
        given = at_once(*(matter.act(name, number) for number, name in enumerate(pair)))
        assert all(isinstance(each, int) and each < 500 for each in given), (pair, given)
        matter.check()


def test_some_pairs_of_forms_at_once(here: Site) -> None:
    often = [("desk:draft", "desk:correct"), ("desk:correction_draft", "desk:withdraw")]
    seldom = [("desk:withdraw", "training:take_practice_back"), ("training:give_practice", "desk:further_contact")]
    send_pairs(People(here), [*often, *seldom, *PAIRS[::24]])


@pytest.mark.torture
def test_every_pair_of_forms_at_once(here: Site) -> None:
    rounds = share(10)
    people = People(here)
    for _ in range(rounds):
        send_pairs(people, PAIRS)
    say("S07", f"{rounds * len(PAIRS):,} pairs of forms at once: none broke, nothing of what was withdrawn is left")


@pytest.mark.torture
@pytest.mark.parametrize("role", list(Role))
def test_every_form_three_times_at_once(here: Site, role: Role) -> None:
    person = here.operator if role == Role.OPERATOR else make_user(here.centre, role, f"Somebody {role}")
    browsers = [signed_in(person) for _ in range(3)]
    for name, page in PAGES.items():
        if page.takes == "GET" or role not in (page.roles or Role) or name == "account_logout":
            continue
        given = at_once(*(sending(each, here.address(name), sent_to(name, here)) for each in browsers))
        assert all(isinstance(each, int) and each < 500 for each in given), (name, given)
