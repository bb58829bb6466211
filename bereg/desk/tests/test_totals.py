"""Counting what the list is narrowed to."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries import totals
from bereg.enquiries.models import Enquiry
from conftest import make_user


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def register(client: Client, **fields: object) -> Enquiry:
    pk = uuid4()
    assert client.post(reverse("desk:form", args=[pk]), {"consent": "yes", **fields}).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


def counted(client: Client, **narrowed: str) -> tuple[str, dict[str, dict[str, int]]]:
    shown = client.get(reverse("desk:find"), {**narrowed, "totals": "on"}).context["totals"]
    return shown.words, {title: dict(figures) for title, figures in shown.groups}


@pytest.fixture
def several(desk: Client, centre: Centre) -> list[Enquiry]:
    """Three of the operator and one of a colleague; the first one is closed, and about the police."""
    made = [register(desk, urgency=urgency, topics=["police"]) for urgency in ("danger", "soon", "normal")]
    made.append(register(browser(make_user(centre, Role.OPERATOR, "Operator 55"))))
    desk.post(reverse("desk:close", args=[made[0].pk]))
    return made


def test_what_was_found_is_counted(desk: Client, supervisor: User, several: list[Enquiry]) -> None:
    words, groups = counted(browser(supervisor))
    assert words == "Found: 4."
    assert groups == {
        "State": {"open": 3, "closed": 1},
        "Urgency": {"in danger": 1, "soon": 1, "normal": 2},
        "Assigned to": {"Operator 04": 3, "Operator 55": 1},
    }
    words, groups = counted(desk, topic="police", open="on")
    assert words == "Found: 2."
    # How many a colleague has is for those alone who may narrow the list by a person.
    assert groups["Assigned to"] == {"you": 2}
    assert counted(desk, order="urgent")[0] == "Found: 3."
    assert counted(desk, order="closed")[0] == "Found: 1."
    assert counted(desk, order="number", open="on")[0] == "Found: 3."


def test_nothing_of_another_centre_is_counted(other_operator: User, several: list[Enquiry]) -> None:
    assert counted(browser(other_operator))[0] == "Found: 0."


def test_a_lawyer_counts_what_is_theirs(centre: Centre, several: list[Enquiry]) -> None:
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    Enquiry._base_manager.filter(pk=several[1].pk).update(assignee=lawyer)
    words, groups = counted(browser(lawyer))
    assert words == "Found: 1."
    assert groups["Assigned to"] == {"you": 1}


def test_more_than_is_looked_at_is_said_so(
    desk: Client, several: list[Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bereg.enquiries.totals", "bereg.desk.totals"):
        monkeypatch.setattr(f"{module}.MOST", 3)
    words, groups = counted(desk)
    assert words.startswith("Found: more than 3.")
    assert sum(groups["State"].values()) == 3
    assert counted(desk, topic="police")[0].startswith("Found: at least 2.")
    monkeypatch.setattr(totals, "MOST", 4)
    assert counted(desk)[0] == "Found: 4."


def test_counting_is_one_statement_of_a_centre(desk: Client, several: list[Enquiry]) -> None:
    desk.get(reverse("desk:find"))
    asked = []
    for query in ({}, {"totals": "on"}):
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("desk:find"), query)
        asked.append(captured)
    assert len(asked[1]) == len(asked[0]) + 1
    statement = next(each["sql"] for each in asked[1] if "COUNT(" in each["sql"])
    assert "narrative" not in statement
