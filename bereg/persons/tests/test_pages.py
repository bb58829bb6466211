"""The pages: the panel on the enquiry, the form of a person, the judgement."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.persons import actions
from bereg.persons.choices import Sign, Suspicion
from bereg.persons.models import Person
from bereg.persons.signs_offered import brought_to_mind, is_offered
from bereg.persons.tests.conftest import GIRL, WHY, noted, registered, stands
from conftest import make_user
from tests.opened import text_of


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def sent(**changes: Any) -> dict[str, Any]:
    codes = {name: value for name, value in GIRL.columns().items() if name != "told_by_another"}
    return {**codes, "told_by_another": "on", "id": str(uuid4()), "version": "1", **changes}


def new_of(enquiry: Enquiry) -> str:
    return reverse("persons:new_person", args=[enquiry.pk])


def page_of(person: Person) -> str:
    return reverse("persons:person", args=[person.pk])


def judgement_of(person: Person) -> str:
    return reverse("persons:judgement", args=[person.pk])


def file_of(enquiry: Enquiry) -> str:
    return reverse("desk:enquiry", args=[enquiry.pk])


def shown(person: User, enquiry: Enquiry) -> str:
    return " ".join(browser_of(person).get(file_of(enquiry)).content.decode().split())


def test_the_file_says_who_calls_and_whom_it_is_about(girl: Person, enquiry: Enquiry, operator: User) -> None:
    page = shown(operator, enquiry)
    assert "relative or friend, 40–49, Uzbekistan" in page
    assert "<strong>Girl, 14–17</strong>, another relative; Uzbekistan; Moscow" in page
    assert "Uzbek, understands the centre&#x27;s language: a little; in work; without parental care" in page
    assert "(told by somebody else)" in page
    assert "Signs of forced labour: 2 of 11" in page
    assert "✓ documents kept" in page
    assert "not asked (child)" in page


def test_under_18_is_said_in_words_and_that_the_supervisors_know(
    supervisor: User, girl: Person, enquiry: Enquiry, operator: User, centre: Centre
) -> None:
    page = shown(operator, enquiry)
    assert "Under 18." in page
    assert "The supervisors were told on" in page
    assert "Tell parents and relatives nothing unasked: they may be the ones." in page
    grown = registered(centre, operator)
    noted(grown, operator, band="18_19")
    assert "Under 18." not in shown(operator, grown)


def test_a_migrant_is_the_person_concerned_without_a_key_and_a_relative_is_not(
    centre: Centre, operator: User, enquiry: Enquiry
) -> None:
    assert "<strong>the caller</strong>" in shown(operator, registered(centre, operator, enquirer="migrant"))
    assert "not noted yet: the caller or somebody else" in shown(operator, enquiry)


def test_the_caller_is_noted_with_what_the_answers_say(centre: Centre, operator: User) -> None:
    enquiry = registered(centre, operator, enquirer="migrant", gender="male", age="20_29", citizenship="TJ")
    form = browser_of(operator).get(new_of(enquiry), {"about": "caller"}).context["form"]
    assert {name: form[name].value() for name in ("relation", "gender", "band", "citizenship")} == {
        "relation": "self",
        "gender": "male",
        "band": "20_29",
        "citizenship": "TJ",
    }
    browser_of(operator).post(new_of(enquiry), sent(relation="self", band="20_29"))
    assert not Person._base_manager.get().told_by_another


def test_a_person_is_noted_and_changed(enquiry: Enquiry, operator: User) -> None:
    browser = browser_of(operator)
    done = browser.post(new_of(enquiry), sent())
    assert (done.status_code, done["Location"]) == (302, file_of(enquiry))
    made = Person._base_manager.get()
    assert actions.Described.of(made) == GIRL
    assert browser.get(page_of(made)).status_code == 200
    assert browser.post(page_of(made), sent(occupation="unknown")).status_code == 302
    assert stands(made).occupation == "unknown"


def test_who_leads_here_says_where_to_go_on_within_this_site(enquiry: Enquiry, operator: User) -> None:
    browser = browser_of(operator)
    assert browser.post(new_of(enquiry), sent(next="/today/"))["Location"] == "/today/"
    assert browser.post(new_of(enquiry), sent(next="https://example.org/"))["Location"] == file_of(enquiry)


def test_every_question_may_be_left_out(enquiry: Enquiry, operator: User) -> None:
    assert browser_of(operator).post(new_of(enquiry), {"id": str(uuid4())}).status_code == 302
    assert Person._base_manager.get().gender == ""


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(enquiry: Enquiry, operator: User) -> None:
    answer = browser_of(operator).post(new_of(enquiry), sent(gender="no"))
    assert answer.status_code == 422
    assert 'value="14_17" id="id_band_1" data-digit="2" checked' in answer.content.decode()
    assert not Person._base_manager.exists()


def test_a_form_that_comes_again_is_done_or_shows_both(enquiry: Enquiry, operator: User) -> None:
    browser, form = browser_of(operator), sent()
    assert [browser.post(new_of(enquiry), form).status_code for _ in range(2)] == [302, 302]
    other = browser.post(new_of(enquiry), {**form, "gender": "male"})
    assert other.status_code == 409
    assert "Girl, 14–17" in other.content.decode()
    assert Person._base_manager.get().gender == "female"


def test_a_stale_form_shows_both(girl: Person, operator: User) -> None:
    actions.change(person=girl, version=1, described=GIRL, by=operator)
    answer = browser_of(operator).post(page_of(girl), sent(gender="male"))
    assert answer.status_code == 409
    assert "Girl, 14–17" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert stands(girl).gender == "female"


def test_the_judgement_names_who_judged_and_its_reason_is_for_who_reads_the_text(
    girl: Person, enquiry: Enquiry, operator: User, centre: Centre, supervisor: User
) -> None:
    browser = browser_of(operator)
    assert browser.post(judgement_of(girl), {"suspicion": "suspected", "reason": "", "version": "1"}).status_code == 422
    assert browser.post(judgement_of(girl), {"suspicion": "", "reason": WHY, "version": "1"}).status_code == 422
    stale = browser.post(judgement_of(girl), {"suspicion": "suspected", "reason": WHY, "version": "7"})
    assert stale.status_code == 409
    assert WHY in stale.content.decode()
    done = browser.post(judgement_of(girl), {"suspicion": "suspected", "reason": WHY, "version": "1"})
    assert (done.status_code, text_of(stands(girl), "reason")) == (302, WHY)
    for reader in (operator, supervisor):
        page = shown(reader, enquiry)
        assert "Suspected victim: yes." in page
        assert WHY in page
        assert operator.name in page
    Enquiry._base_manager.filter(pk=enquiry.pk).update(opened_at="2009-06-01T09:00Z", assignee=supervisor)
    for link in enquiry.contact_links.all():
        type(link.contact)._base_manager.filter(pk=link.contact_id).update(started_at="2009-06-01T09:00Z")
    colleague = shown(make_user(centre, Role.OPERATOR, "Operator 16"), enquiry)
    assert "Suspected victim: yes." in colleague
    assert WHY not in colleague


def test_a_slip_takes_no_newer_version_along(girl: Person, operator: User, supervisor: User) -> None:
    judged = {"suspicion": Suspicion.SUSPECTED, "reason": WHY, "by": supervisor}
    actions.judge(person=girl, version=1, **judged)  # type: ignore[arg-type]
    browser = browser_of(operator)
    for page, slip in (
        (judgement_of(girl), {"suspicion": "unlikely", "reason": ""}),
        (page_of(girl), sent(gender="no")),
    ):
        answer = browser.post(page, {**slip, "version": "1"})
        assert (answer.status_code, answer.context["version"]) == (422, 1)
        assert 'name="version" value="1"' in answer.content.decode()
        assert 'name="version" value="2"' not in answer.content.decode()


def test_one_noted_by_mistake_is_taken_off(girl: Person, operator: User) -> None:
    stale = browser_of(operator).post(reverse("persons:remove", args=[girl.pk]), {"version": "9"})
    assert stale["Location"] == page_of(girl)
    browser_of(operator).post(reverse("persons:remove", args=[girl.pk]), {"version": "1"})
    assert not Person._base_manager.exists()


def test_without_consent_the_page_leads_back(enquiry: Enquiry, operator: User) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(consent="no", answers={}, narrative=b"", outcome="")
    assert browser_of(operator).get(new_of(enquiry))["Location"] == file_of(enquiry)
    assert "Persons concerned" not in shown(operator, enquiry)


@pytest.mark.parametrize(
    ("topics", "answers", "signs"),
    [
        (("unpaid_wages",), {}, [Sign.WAGES, Sign.DEBT]),
        (("quota",), {"citizenship": "TJ", "work_permit": "no"}, []),
        (
            ("quota",),
            {"job_search": "mediator", "citizenship": "TJ", "work_permit": "no"},
            ["vulnerability", "deception"],
        ),
        (("documents",), {"job_search": "mediator"}, [Sign.DECEPTION, Sign.DOCUMENTS]),
    ],
)
def test_topics_and_answers_offer_the_list_and_tick_nothing(
    centre: Centre, operator: User, topics: tuple[str, ...], answers: dict[str, str], signs: list[str]
) -> None:
    enquiry = registered(centre, operator, topics, enquirer="migrant", **answers)
    assert brought_to_mind(enquiry) == signs
    assert is_offered(enquiry) == bool(signs)
    assert ("Look at the signs of forced labour" in shown(operator, enquiry)) == bool(signs)
    page = browser_of(operator).get(new_of(enquiry))
    assert page.context["form"]["signs"].value() is None
    assert ('class="checklist" open' in page.content.decode()) == bool(signs)


@pytest.mark.parametrize("name", ["signs", "act", "means", "purpose"])
def test_what_was_noted_of_the_list_stands_open(centre: Centre, operator: User, name: str) -> None:
    grown = {"band": "20_29", "signs": (), "act": (), "means": (), "purpose": ()}
    codes = {"signs": "wages", "act": "harbouring", "means": "force", "purpose": "labour"}
    quota = registered(centre, operator, ("quota",), enquirer="migrant")
    person = noted(quota, operator, **{**grown, name: (codes[name],)})
    assert 'class="checklist" open' in browser_of(operator).get(page_of(person)).content.decode()


def test_nobody_is_judged_by_the_program(enquiry: Enquiry, operator: User) -> None:
    every = noted(enquiry, operator, signs=tuple(Sign.values), act=("harbouring",), purpose=("labour",))
    assert stands(every).suspicion not in Suspicion.values
    assert "Suspected victim:" not in shown(operator, enquiry)
