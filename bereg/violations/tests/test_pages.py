"""The pages: the panel on the enquiry, the form of a violation, who names the same firm."""

import datetime as dt
from typing import Any
from uuid import uuid4

import time_machine
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.violations import actions
from bereg.violations.models import Violation
from bereg.violations.tests.conftest import SAWMILL, browser_of, noted, registered, said, stands
from bereg.violations.texts import Firm, opened
from conftest import make_user


def sent(centre: Centre, **changes: Any) -> dict[str, Any]:
    columns = said(centre).columns()
    return {**columns, **SAWMILL.texts(), "id": str(uuid4()), "version": "1", **changes}


def new_of(enquiry: Enquiry) -> str:
    return reverse("violations:new_violation", args=[enquiry.pk])


def shown(person: User, enquiry: Enquiry) -> str:
    return " ".join(browser_of(person).get(enquiry.get_absolute_url()).content.decode().split())


def test_it_is_raised_from_the_file_and_changed(enquiry: Enquiry, operator: User, centre: Centre) -> None:
    browser = browser_of(operator)
    assert 'data-key="Shift+KeyW"' in shown(operator, enquiry)
    form = browser.get(new_of(enquiry)).context["form"]
    assert form["region"].value() == "RU-ARK"
    done = browser.post(new_of(enquiry), sent(centre))
    assert (done.status_code, done["Location"]) == (302, enquiry.get_absolute_url())
    made = Violation._base_manager.get()
    assert opened(made, by=operator) == SAWMILL
    assert "unpaid wages</a>, Arkhangelsk" in shown(operator, enquiry)
    page = browser.get(made.get_absolute_url())
    assert SAWMILL.address in page.content.decode()
    assert browser.post(made.get_absolute_url(), sent(centre, kind="documents")).status_code == 302
    assert stands(made).kind == "documents"


def test_the_quarter_filled_in_is_that_of_the_centres_clock(enquiry: Enquiry, operator: User) -> None:
    in_july = dt.datetime(2008, 6, 30, 22, tzinfo=dt.UTC)  # of Moscow
    Enquiry._base_manager.update(opened_at=in_july)
    with time_machine.travel(dt.datetime(2008, 7, 3, tzinfo=dt.UTC), tick=False):
        form = browser_of(operator).get(new_of(enquiry)).context["form"]
    assert form["quarter"].value() == "2008-07-01"


def test_the_name_stands_neither_on_the_file_nor_on_the_lawyers_pages(
    violation: Violation, enquiry: Enquiry, operator: User, lawyer: User, centre: Centre
) -> None:
    noted(registered(centre, operator), operator)
    assert "Северный" not in shown(operator, enquiry)
    for address in (reverse("violations:violations"), reverse("violations:link", args=[violation.pk])):
        page = browser_of(lawyer).get(address).content.decode()
        assert "Северный" not in page
        assert "Лесная" not in page
    assert enquiry.number in browser_of(lawyer).get(reverse("violations:violations")).content.decode()


def test_without_consent_nothing_more_is_asked(centre: Centre, operator: User) -> None:
    enquiry = registered(centre, operator, Consent.NOT_ASKED)
    page = browser_of(operator).get(new_of(enquiry)).content.decode()
    assert 'name="address"' not in page
    assert 'name="signs"' not in page
    assert browser_of(operator).post(new_of(enquiry), sent(centre)).status_code == 302
    assert not Violation._base_manager.get().names_somebody


def test_where_the_person_said_no_the_page_says_so(centre: Centre, operator: User) -> None:
    enquiry = registered(centre, operator, Consent.NO)
    answer = browser_of(operator).get(new_of(enquiry), follow=True)
    assert "The person said no, or it is too long ago" in answer.content.decode()
    refused = browser_of(operator).post(new_of(enquiry), sent(centre))
    assert refused.status_code == 409
    assert "Not saved." in refused.content.decode()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(enquiry: Enquiry, operator: User, centre: Centre) -> None:
    answer = browser_of(operator).post(new_of(enquiry), sent(centre, tax_number="7707083892"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The check digits of this number do not hold." in page
    assert SAWMILL.address in page
    for wrong in ({"quarter": "2001-01-01"}, {"region": "Onega"}, {"kind": ""}, {"told_further": ""}):
        assert browser_of(operator).post(new_of(enquiry), sent(centre, **wrong)).status_code == 422
    assert not Violation._base_manager.exists()


def test_a_form_that_comes_again_is_done_or_shows_both(enquiry: Enquiry, operator: User, centre: Centre) -> None:
    browser, form = browser_of(operator), sent(centre)
    assert [browser.post(new_of(enquiry), form).status_code for _ in range(2)] == [302, 302]
    other = browser.post(new_of(enquiry), {**form, "kind": "permit", "address": "Onega, Lesnaya 7"})
    assert other.status_code == 409
    assert SAWMILL.address in other.content.decode()
    assert "Onega, Lesnaya 7" in other.content.decode()
    assert Violation._base_manager.get().kind == "wages"


def test_a_stale_form_shows_both(violation: Violation, operator: User, centre: Centre) -> None:
    actions.change(violation=stands(violation), version=1, said=said(centre), by=operator)
    answer = browser_of(operator).post(violation.get_absolute_url(), sent(centre, kind="permit"))
    assert answer.status_code == 409
    assert "What stands now" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert stands(violation).kind == "wages"


def test_a_form_that_was_wrong_overwrites_no_colleague(violation: Violation, operator: User, centre: Centre) -> None:
    actions.change(violation=stands(violation), version=1, said=said(centre, told_further="refused"), by=operator)
    browser, page = browser_of(operator), violation.get_absolute_url()
    wrong = browser.post(page, sent(centre, tax_number="7707083894"))
    assert wrong.status_code == 422
    assert 'name="version" value="1"' in wrong.content.decode()
    assert browser.post(page, sent(centre, version=str(wrong.context["version"]))).status_code == 409
    assert stands(violation).told_further == "refused"


def test_an_operator_sees_who_has_it_and_opens_it_not(violation: Violation, enquiry: Enquiry, centre: Centre) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    assert "unpaid wages, Arkhangelsk" in shown(colleague, enquiry)
    assert browser_of(colleague).get(violation.get_absolute_url()).status_code == 404


def test_a_lawyer_links_by_number(violation: Violation, centre: Centre, operator: User, lawyer: User) -> None:
    other = noted(registered(centre, operator), operator, firm=Firm(name="Sunrise"))
    browser, page = browser_of(lawyer), reverse("violations:link", args=[violation.pk])
    refused = browser.post(page, {"number": "XXX-2008-00001"})
    assert refused.status_code == 422
    assert "No other enquiry of your centre with this number has a violation." in refused.content.decode()
    assert browser.post(page, {"number": ""}).status_code == 422
    assert browser.post(page, {"number": other.enquiry.number}).status_code == 302
    assert other.enquiry.number in browser.get(page).content.decode()
    back = reverse("violations:unlink", args=[violation.pk])
    assert "Taken back." in browser.post(back, follow=True).content.decode()
    assert "It is linked by hand with none any more." in browser.post(back, follow=True).content.decode()


def test_the_lawyer_who_has_it_is_led_to_who_names_the_same(
    violation: Violation, enquiry: Enquiry, centre: Centre, operator: User, lawyer: User
) -> None:
    noted(registered(centre, operator), operator)
    assign_enquiry(enquiry=enquiry, version=enquiry.version, to=lawyer, by=operator)
    assert "1 other enquiry names this firm" in shown(lawyer, enquiry)
    page = browser_of(lawyer).get(violation.get_absolute_url()).content.decode()
    assert reverse("violations:link", args=[violation.pk]) in page


def test_one_raised_by_mistake_is_taken_off(violation: Violation, operator: User) -> None:
    address = reverse("violations:remove", args=[violation.pk])
    assert "It changed meanwhile" in browser_of(operator).post(address, {"version": "7"}, follow=True).content.decode()
    assert "Taken off." in browser_of(operator).post(address, {"version": "1"}, follow=True).content.decode()
    assert not Violation._base_manager.exists()
