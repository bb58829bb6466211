"""Who gets figures is set up with clear refusals at the field, and nothing typed is lost."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.figure_letters import actions, errors, queries, views
from bereg.figure_letters.models import FiguresRecipient, FunderIndicator
from bereg.figure_letters.periods import due_on, periods_over
from bereg.figure_letters.tests.conftest import MAY, Arrange
from bereg.figure_letters.views import _standing
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.told import entry_of

SENT = {
    "organisation": "Invented Migration Service",
    "gets": "release",
    "covers": "own",
    "rhythm": "monthly",
    "first_month": "2007-05",
    "last_month": "",
    "due_days": "10",
    "language": "en",
    "looked_after_by": "",
    "template": "",
}
INDICATOR = {"name": "Enquiries", "target": "300", "span": "period", "figure": "enquiries/total", "source": ""}


def new(centre: Centre) -> str:
    return reverse("figure_letters:new_recipient", args=[centre.pk])


def test_a_recipient_begins_with_a_letter_of_the_program_in_its_language(
    browser: Client, centre: Centre, service: ReferenceEntry
) -> None:
    answer = browser.post(new(centre), SENT | {"id": str(uuid4()), "language": "ru"}, follow=True)
    assert "Invented Migration Service" in answer.content.decode()
    made = FiguresRecipient.objects.of_centres([centre]).get()
    assert "{figures}" in made.template
    assert "Уважаемые" in made.template


def test_a_form_sent_twice_is_one_recipient(browser: Client, centre: Centre, service: ReferenceEntry) -> None:
    twice = SENT | {"id": str(uuid4())}
    assert [browser.post(new(centre), twice).status_code for _time in range(2)] == [302, 302]
    assert FiguresRecipient.objects.of_centres([centre]).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"organisation": "Nobody"}, "organisation", "nothing of this name"),
        ({"due_days": "0"}, "due_days", "from 1 to 180"),
        ({"due_days": "400"}, "due_days", "from 1 to 180"),
        ({"due_days": "soon"}, "due_days", "from 1 to 180"),
        ({"first_month": "2008-13"}, "first_month", "no such month"),
        ({"last_month": "2007-04"}, "last_month", "before the first"),
        ({"rhythm": "once"}, "last_month", "sent once"),
        ({"template": "Dear {name}"}, "template", "{name}"),
        ({"gets": "indicators", "template": "So {figures}"}, "template", "leave {figures} out"),
    ],
)
@pytest.mark.usefixtures("service")
def test_what_is_wrong_is_said_at_the_field_and_stays_typed(
    browser: Client, centre: Centre, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = browser.post(new(centre), SENT | wrong)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    for name, typed in (SENT | wrong).items():
        assert answer.context["form"][name].value() == typed
    assert not FiguresRecipient.objects.of_centres([centre]).exists()


def test_a_shelter_gets_none_and_is_not_offered(browser: Client, centre: Centre, supervisor: User) -> None:
    entry_of("organisation", "Invented House", by=supervisor, content={"sort": "shelter"})
    assert "Invented House" not in browser.get(new(centre)).content.decode()
    answer = browser.post(new(centre), SENT | {"organisation": "Invented House"})
    assert "A shelter gets no letters" in answer.content.decode()


def test_a_body_that_nobody_is_referred_to_may_get_figures_and_one_without_an_address_is_told(
    browser: Client, centre: Centre, supervisor: User
) -> None:
    how: dict[str, Any] = {"sort": "state", "do_not_refer": "It tells the employers."}
    entry_of("organisation", "Invented Office", by=supervisor, content=how)
    answer = browser.post(new(centre), SENT | {"organisation": "Invented Office"}, follow=True)
    assert "neither an address nor an e-mail" in answer.content.decode()
    assert FiguresRecipient.objects.of_centres([centre]).count() == 1


def test_of_two_who_change_a_recipient_at_once_the_slower_one_is_told_and_keeps_what_was_typed(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    made = arrange()
    typed = {**_standing(made), "first_month": "2007-05", "last_month": "2007-05", "due_days": "15"}
    address = reverse("figure_letters:change_recipient", args=[made.pk])
    assert browser.post(address, typed | {"version": "1"}).status_code == 302
    answer = browser.post(address, typed | {"version": "1", "due_days": "25"})
    assert answer.status_code == 409
    assert answer.context["form"]["due_days"].value() == "25"
    assert answer.context["version"] == 2
    assert browser.post(address, typed | {"version": "2", "due_days": "25"}).status_code == 302
    assert FiguresRecipient.objects.of(made).get().due_days == 25


@pytest.mark.parametrize(
    ("rhythm", "last", "expected"),
    [
        ("monthly", None, ["2007-05", "2007-06", "2007-07", "2007-08", "2007-09", "2007-10", "2007-11"]),
        ("monthly", dt.date(2007, 6, 1), ["2007-05", "2007-06"]),
        ("quarterly", None, ["2007-05/2007-07", "2007-08/2007-10"]),
        ("yearly", None, []),
        ("once", dt.date(2007, 8, 1), ["2007-05/2007-08"]),
    ],
)
def test_periods_follow_the_rhythm_and_only_those_that_are_over_count(
    arrange: Arrange, rhythm: str, last: dt.date | None, expected: list[str]
) -> None:
    made = arrange(rhythm=rhythm, last_month=last)
    with time_machine.travel(dt.datetime(2007, 12, 5, 9, tzinfo=dt.UTC), tick=False):
        assert [str(each) for each in periods_over(made)] == expected


def test_a_letter_is_due_so_many_days_after_the_period(arrange: Arrange) -> None:
    made = arrange(due_days=10)
    assert due_on(made, periods_over(made)[0]) == dt.date(2007, 6, 10)


def test_what_has_ended_owes_no_later_month(arrange: Arrange, supervisor: User) -> None:
    made = arrange(last_month=None)
    with time_machine.travel(dt.datetime(2007, 7, 5, 9, tzinfo=dt.UTC), tick=False):
        actions.end(recipient=made, version=1, by=supervisor)
    assert [str(each) for each in periods_over(FiguresRecipient.objects.of(made).get())] == ["2007-05", "2007-06"]
    with pytest.raises(errors.StaleLetterError):
        actions.end(recipient=made, version=2, by=supervisor)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": "many"}, "target"),
        ({"target": "0"}, "target"),
        ({"figure": ""}, "source"),
        ({"figure": "x/y"}, "figure"),
        ({"name": "Calls of +7 900 123-45-67"}, "name"),
    ],
)
def test_an_indicator_that_is_no_number_or_has_no_source_is_told_at_its_field(
    browser: Client, arrange: Arrange, wrong: dict[str, str], field: str
) -> None:
    made = arrange(gets="indicators")
    answer = browser.post(reverse("figure_letters:new_indicator", args=[made.pk]), INDICATOR | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["name"].value() == (INDICATOR | wrong)["name"]


def test_an_indicator_is_written_changed_and_removed_and_the_slower_of_two_is_told(
    browser: Client, arrange: Arrange
) -> None:
    made = arrange(gets="indicators")
    new_one = reverse("figure_letters:new_indicator", args=[made.pk])
    browser.post(new_one, INDICATOR | {"id": str(uuid4()), "target": "1 200,5"})
    indicator = FunderIndicator.objects.through(recipient=made).get()
    assert str(indicator.target) == "1200.50"
    address = reverse("figure_letters:indicator", args=[indicator.pk])
    assert browser.post(address, INDICATOR | {"version": "1", "target": "40"}).status_code == 302
    answer = browser.post(address, INDICATOR | {"version": "1", "target": "50"})
    assert (answer.status_code, answer.context["form"]["target"].value()) == (409, "50")
    remove = reverse("figure_letters:remove_indicator", args=[indicator.pk])
    assert browser.post(remove, {"version": "1"}).status_code == 409
    assert browser.post(remove, {"version": "2"}).status_code == 302
    assert not queries.indicators_of(made)


def test_whoever_gets_the_published_figures_gets_no_exact_number(browser: Client, arrange: Arrange) -> None:
    made = arrange()
    answer = browser.post(reverse("figure_letters:new_indicator", args=[made.pk]), INDICATOR, follow=True)
    assert "gets no exact numbers" in answer.content.decode()
    assert not queries.indicators_of(made)


def test_another_centre_and_other_roles_see_nothing(
    arrange: Arrange, other_centre: Centre, centre: Centre, publisher_01: User
) -> None:
    exact, public = arrange(gets="report"), arrange()
    elsewhere = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    operator = make_user(centre, Role.OPERATOR, "Operator 05")
    assert [len(queries.recipients_for(each)) for each in (elsewhere, operator, publisher_01)] == [0, 0, 1]
    assert queries.recipient_for(publisher_01, public.pk)
    assert not queries.recipient_for(publisher_01, exact.pk)
    assert public.first_month == MAY


def test_what_is_owed_beyond_a_list_that_is_cut_is_said(
    browser: Client, arrange: Arrange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    for rhythm in ("monthly", "quarterly"):
        arrange(rhythm=rhythm, last_month=None)
    page = browser.get(reverse("figure_letters:letters"))
    assert len(page.context["owed"]) == 1
    assert "The first 1 are shown." in page.content.decode()
