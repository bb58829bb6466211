"""Somebody under 18 is concerned: it stands under what supervisors are to do until one of them takes it on."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.due import due_for
from bereg.centres.models import Centre, Membership
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.persons import actions
from bereg.persons.models import Person
from bereg.persons.tests.conftest import GIRL, noted, registered, stands
from bereg.persons.tests.test_pages import browser_of, shown
from conftest import make_user


def to_do(person: User) -> list[str]:
    return [item.about for item in due_for(person, timezone.now())]


def take_on(browser: Client, child: Person, version: int = 1) -> int:
    return browser.post(reverse("persons:take_on", args=[child.pk]), {"version": str(version)}).status_code


def test_it_is_late_from_the_moment_it_was_noted_for_the_supervisors_of_the_centre(
    supervisor: User, girl: Person, enquiry: Enquiry, operator: User, other_centre: Centre
) -> None:
    (item,) = due_for(supervisor, timezone.now())
    assert (item.about, item.address) == (enquiry.number, enquiry.get_absolute_url())
    assert item.time.is_late(timezone.now())
    assert not to_do(operator)
    assert not to_do(make_user(other_centre, Role.SUPERVISOR, "Elsewhere"))


def test_a_supervisor_takes_it_on_and_the_file_says_who_has_it(
    supervisor: User, girl: Person, enquiry: Enquiry, operator: User, centre: Centre
) -> None:
    other, browser = make_user(centre, Role.SUPERVISOR, "Supervisor 02"), browser_of(supervisor)
    assert "No supervisor took it on yet." in shown(operator, enquiry)
    assert reverse("persons:take_on", args=[girl.pk]) not in shown(operator, enquiry)
    assert reverse("persons:take_on", args=[girl.pk]) in shown(supervisor, enquiry)
    assert take_on(browser, girl) == 302
    assert stands(girl).taken_by == supervisor
    assert not to_do(supervisor)
    assert not to_do(other)
    assert not Notice.objects.filter(target=str(girl.pk), read_at=None).exists()
    assert "With <bdi>Supervisor 01</bdi> since" in shown(operator, enquiry)
    assert [act.action for act in entries_on(girl)] == ["person.noted", "person.taken_on"]
    assert reverse("persons:take_on", args=[girl.pk]) not in shown(supervisor, enquiry)


def test_of_two_supervisors_the_slower_is_told(supervisor: User, girl: Person, centre: Centre) -> None:
    other = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    actions.take_on(child=girl, version=1, by=supervisor)
    browser = browser_of(other)
    answer = browser.post(reverse("persons:take_on", args=[girl.pk]), {"version": "1"}, follow=True)
    assert "Supervisor 01 took it on meanwhile." in answer.content.decode()
    assert stands(girl).taken_by == supervisor
    assert take_on(browser, girl, version=2) == 302  # who goes on leave is followed by somebody
    assert stands(girl).taken_by == other


def test_whom_somebody_had_who_left_the_centre_is_to_do_again(
    supervisor: User, girl: Person, enquiry: Enquiry, centre: Centre, other_centre: Centre
) -> None:
    other = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    Membership.objects.create(user=supervisor, centre=other_centre)
    actions.take_on(child=girl, version=1, by=other)
    assert not to_do(supervisor)
    Membership.objects.filter(user=other).delete()
    (item,) = due_for(User.objects.get(pk=supervisor.pk), timezone.now())
    assert (item.about, item.whom) == (enquiry.number, "left by Supervisor 02")
    actions.take_on(child=stands(girl), version=2, by=supervisor)
    assert not to_do(User.objects.get(pk=supervisor.pk))
    User.objects.filter(pk=supervisor.pk).update(closed_at=timezone.now())
    third = make_user(centre, Role.SUPERVISOR, "Supervisor 03")
    assert to_do(third) == [enquiry.number]
    Enquiry._base_manager.filter(pk=enquiry.pk).update(closed_at=timezone.now())
    assert not to_do(third)  # it was seen, and has ended


def test_who_turns_out_to_be_grown_settles_the_notices(
    supervisor: User, girl: Person, enquiry: Enquiry, operator: User
) -> None:
    unread = Notice.objects.filter(target=str(girl.pk), read_at=None)
    actions.change(person=girl, version=1, described=replace(GIRL, gender="male"), by=operator)
    assert unread.exists()
    actions.change(person=stands(girl), version=2, described=replace(GIRL, band="18_19"), by=operator)
    assert not unread.exists()
    assert not to_do(supervisor)


def test_nobody_else_takes_it_on(girl: Person, operator: User, other_centre: Centre) -> None:
    assert take_on(browser_of(operator), girl) == 403
    stranger = make_user(other_centre, Role.SUPERVISOR, "Elsewhere")
    assert take_on(browser_of(stranger), girl) == 404
    for person in (operator, stranger):
        with pytest.raises(actions.NotYourPersonError):
            actions.take_on(child=girl, version=1, by=person)
    assert stands(girl).taken_at is None


def test_a_grown_person_is_not_for_a_supervisor(centre: Centre, operator: User, supervisor: User) -> None:
    grown = noted(registered(centre, operator), operator, band="18_19")
    assert not to_do(supervisor)
    with pytest.raises(actions.StalePersonError):
        actions.take_on(child=grown, version=1, by=supervisor)


def test_what_is_forgotten_is_nobodys_to_do(supervisor: User, girl: Person, enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    assert not to_do(supervisor)


@pytest.mark.parametrize(
    "over",
    [
        {"mistake": "twice"},
        {"code_word_index": b""},  # only codes are left
        {"closed_at": dt.datetime(2009, 6, 1, tzinfo=dt.UTC)},
        {"consent": "withdrawn", "consent_withdrawn_at": dt.datetime(2009, 6, 1, tzinfo=dt.UTC)},  # and held
    ],
)
def test_the_file_offers_what_can_be_done(
    supervisor: User, girl: Person, enquiry: Enquiry, over: dict[str, Any]
) -> None:
    address = reverse("persons:take_on", args=[girl.pk])
    assert address in shown(supervisor, enquiry)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(**over)
    assert take_on(browser_of(supervisor), girl) == 404
    assert address not in shown(supervisor, enquiry)


def test_an_enquiry_that_was_closed_leaves_it_to_do(supervisor: User, girl: Person, enquiry: Enquiry) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(closed_at=timezone.now())
    assert to_do(supervisor) == [enquiry.number]
