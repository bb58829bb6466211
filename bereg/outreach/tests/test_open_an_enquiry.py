"""Which enquiries were opened at an event: a link that goes with the consent, and a count."""

import datetime as dt

import pytest
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.parts import acts_on, coarsen
from bereg.outreach import actions, opening
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.queries import opened_count
from bereg.outreach.tests.conftest import DAY, browser_of, details, held, registered
from bereg.outreach.tests.test_note_outreach import sent
from conftest import make_user
from tests import serving


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    return registered(centre, operator)


def link_of(event: OutreachEvent) -> str:
    return reverse("outreach:link", args=[event.pk])


def shown(person: User, enquiry: Enquiry) -> str:
    return " ".join(browser_of(person).get(enquiry.get_absolute_url()).content.decode().split())


def test_one_that_there_is_is_linked_by_its_number(event: OutreachEvent, enquiry: Enquiry, operator: User) -> None:
    assert browser_of(operator).post(link_of(event), {"number": enquiry.number}).status_code == 302
    made = OpenedThere._base_manager.get()
    assert (made.enquiry_id, made.event_id, made.kind, made.held_on) == (enquiry.pk, event.pk, "joint_consult", DAY)
    assert f'<a href="{event.get_absolute_url()}">joint consultation, 12 February 2008</a>' in shown(operator, enquiry)
    assert opened_count(operator, [event]) == {event.pk: 1}
    page = browser_of(operator).get(event.get_absolute_url()).content.decode()
    assert enquiry.number not in page
    assert [act.action for act in acts_on(enquiry)].count("outreach.enquiry_opened") == 1


def test_a_number_that_one_does_not_see_is_told_and_kept(event: OutreachEvent, operator: User) -> None:
    answer = browser_of(operator).post(link_of(event), {"number": "XXX-2008-00001"})
    assert answer.status_code == 422
    assert "You see no enquiry of this number." in answer.content.decode()
    assert 'value="XXX-2008-00001"' in answer.content.decode()


def test_one_that_was_opened_before_that_day_was_not_opened_there(
    event: OutreachEvent, centre: Centre, operator: User
) -> None:
    earlier = registered(centre, operator, day=DAY - dt.timedelta(days=1))
    answer = browser_of(operator).post(link_of(event), {"number": earlier.number})
    assert answer.status_code == 422
    assert "opened before that day" in answer.content.decode()
    assert not OpenedThere._base_manager.exists()


def test_it_is_of_the_kind_and_day_that_stand_now_and_of_nothing_that_was_taken_off(
    event: OutreachEvent, enquiry: Enquiry, centre: Centre, operator: User
) -> None:
    before = OutreachEvent.objects.get()
    actions.change(event=event, version=1, details=details(centre, kind="lecture"), by=operator)
    made = opening.note_opened(event=before, enquiry=enquiry, by=operator)
    assert made.kind == "lecture"
    gone = held(centre, operator)
    OutreachEvent.objects.filter(pk=gone.pk).delete()
    with pytest.raises(opening.NotYourOpeningError):
        opening.note_opened(event=gone, enquiry=registered(centre, operator), by=operator)


def test_it_was_opened_at_one_event_only(
    event: OutreachEvent, enquiry: Enquiry, centre: Centre, operator: User
) -> None:
    opening.note_opened(event=event, enquiry=enquiry, by=operator)
    assert browser_of(operator).post(link_of(held(centre, operator)), {"number": enquiry.number}).status_code == 409
    assert OpenedThere._base_manager.get().event_id == event.pk


def test_any_centre_opens_enquiries_at_an_event_of_the_network_and_counts_its_own(
    event: OutreachEvent, centre: Centre, operator: User, stranger: User, other_centre: Centre
) -> None:
    national = held(centre, operator, is_national=True)
    theirs = registered(other_centre, stranger)
    opening.note_opened(event=national, enquiry=theirs, by=stranger)
    opening.note_opened(event=national, enquiry=registered(centre, operator), by=operator)
    assert (opened_count(stranger, [national]), opened_count(operator, [national])) == (
        {national.pk: 1},
        {national.pk: 1},
    )
    with pytest.raises(opening.NotYourOpeningError):
        opening.note_opened(event=event, enquiry=registered(other_centre, stranger), by=stranger)
    with pytest.raises(opening.NotYourOpeningError):
        opening.note_opened(event=national, enquiry=theirs, by=operator)


def test_one_that_left_the_network_is_no_links_end_and_no_place_of_an_opening(
    event: OutreachEvent, centre: Centre, operator: User, stranger: User, other_centre: Centre
) -> None:
    national, theirs = held(centre, operator, is_national=True), registered(other_centre, stranger)
    actions.change(event=national, version=1, details=details(centre), by=operator)
    with pytest.raises(opening.NotYourOpeningError):
        opening.note_opened(event=national, enquiry=theirs, by=stranger)  # as it stood when the page was shown
    OutreachEvent.objects.filter(pk=event.pk).update(is_national=True)
    event.refresh_from_db()
    opening.note_opened(event=event, enquiry=theirs, by=stranger)
    assert event.get_absolute_url() in shown(stranger, theirs)
    OutreachEvent.objects.filter(pk=event.pk).update(is_national=False)
    page = shown(stranger, theirs)
    assert "joint consultation, 12 February 2008" in page
    assert event.get_absolute_url() not in page


def test_it_is_noted_without_consent_too_and_goes_when_consent_is_taken_back(
    event: OutreachEvent, enquiry: Enquiry, centre: Centre, operator: User
) -> None:
    opening.note_opened(event=event, enquiry=registered(centre, operator, consent=Consent.NO), by=operator)
    opening.note_opened(event=event, enquiry=enquiry, by=operator)
    withdraw_consent(enquiry=enquiry, by=operator)
    assert opened_count(operator, [event]) == {event.pk: 1}
    assert not OpenedThere._base_manager.filter(enquiry=enquiry).exists()


def test_a_coarse_enquiry_keeps_the_kind_and_the_month_alone(
    event: OutreachEvent, enquiry: Enquiry, operator: User
) -> None:
    opening.note_opened(event=event, enquiry=enquiry, by=operator)
    coarsen([enquiry])
    made = OpenedThere._base_manager.get()
    assert (made.event, made.linked_by, made.kind, made.held_on) == (None, None, "joint_consult", DAY.replace(day=1))
    assert "joint consultation, February 2008" in shown(operator, enquiry)


def test_a_mistake_is_taken_off_until_a_month_counts_it(event: OutreachEvent, enquiry: Enquiry, operator: User) -> None:
    made = opening.note_opened(event=event, enquiry=enquiry, by=operator)
    address, browser = reverse("outreach:unlink", args=[made.pk]), browser_of(operator)
    OpenedThere._base_manager.update(counted_in=DAY.replace(day=1))
    assert address not in shown(operator, enquiry)
    assert browser.post(address).status_code == 302
    assert OpenedThere._base_manager.exists()
    OpenedThere._base_manager.update(counted_in=None)
    assert address in shown(operator, enquiry)
    assert browser.post(address).status_code == 302
    assert not OpenedThere._base_manager.exists()
    assert "joint consultation" not in shown(operator, enquiry).split("<main")[1].split("t-history")[0]


def test_a_lawyer_takes_nothing_off_what_is_a_colleagues(
    event: OutreachEvent, enquiry: Enquiry, centre: Centre, operator: User
) -> None:
    made = opening.note_opened(event=event, enquiry=enquiry, by=operator)
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    assert browser_of(lawyer).post(reverse("outreach:unlink", args=[made.pk])).status_code == 404
    with pytest.raises(opening.NotYourOpeningError):
        opening.unlink(opened=made, by=lawyer)


def test_what_another_centre_opened_there_goes_along_through_the_wall_of_its_rows(
    centre: Centre, operator: User, stranger: User, other_centre: Centre, user_that_serves: str
) -> None:
    national = held(centre, operator, is_national=True)
    opening.note_opened(event=national, enquiry=registered(other_centre, stranger), by=stranger)
    address = reverse("outreach:change_event", args=[national.pk])
    right = sent(centre, version="1", held_on="2008-02-11", is_national="on")
    browser = browser_of(operator)
    with serving.as_user(user_that_serves):
        assert browser.post(address, right).status_code == 302
        alone = browser.post(address, sent(centre, version="2"))  # no more of the network: its file would lead nowhere
        assert (alone.status_code, list(alone.context["form"].errors)) == (422, ["is_national"])
    with beyond("test"):
        opened = OpenedThere._base_manager.get()
    assert (opened.kind, opened.held_on) == ("lecture", dt.date(2008, 2, 11))
