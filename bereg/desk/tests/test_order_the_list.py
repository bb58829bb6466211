"""Putting the list of enquiries in order."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre, Membership
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries import finding
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Past, Registration
from bereg.enquiries.sort_orders import Order
from bereg.questionnaire.publishing import publish_standard

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
URGENCIES = [Urgency.NORMAL, Urgency.SOON, Urgency.DANGER]


@pytest.fixture
def many(desk: Client, operator: User, centre: Centre, other_centre: Centre) -> list[Enquiry]:
    """60 enquiries of two centres, of six times only, every second one closed on one of two days."""
    Membership.objects.create(user=operator, centre=other_centre)
    version = publish_standard()

    def made(place: int) -> Registration:
        at = NOW - DAY * (place % 6)
        return Registration(
            contact=ContactFields(
                centre=[centre, other_centre][place % 5 == 0], channel=Channel.PHONE, started_at=at, entered_at=at
            ),
            matter=Matter(consent=Consent.YES, topics=("social",), urgency=URGENCIES[place % 3]),
            questionnaire=version,
            past=Past(closed_at=NOW + DAY * (place % 4 // 2) if place % 2 else None),
        )

    register_many(registrations=[made(place) for place in range(60)], contacts=[], by=operator)
    return list(Enquiry._base_manager.all())


def pages(desk: Client, **narrowed: str) -> list[str]:
    """Return the numbers of all pages of the list, one after the other."""
    seen, after = [], ""
    for _ in range(40):
        page = desk.get(reverse("desk:find"), {**narrowed, "after": after})
        assert page.status_code == 200
        seen += [line["number"] for line in page.context["rows"]]
        after = str(page.context["following"])
        if not after:
            return seen
    raise AssertionError("The list does not end.")


def rank(enquiry: Enquiry) -> int:
    return [Urgency.DANGER, Urgency.SOON, Urgency.NORMAL].index(Urgency(enquiry.urgency))


KEYS: dict[Order, Callable[[Any], tuple[float, ...]]] = {
    Order.LATEST: lambda each: (-each.opened_at.timestamp(),),
    Order.OLDEST: lambda each: (each.opened_at.timestamp(),),
    Order.CLOSED: lambda each: (-each.closed_at.timestamp(),),
    Order.URGENT: lambda each: (rank(each), -each.opened_at.timestamp()),
    Order.CONTACT: lambda each: (-each.last_contact_at.timestamp(),),
    Order.QUIET: lambda each: (each.last_contact_at.timestamp(),),
}


@pytest.mark.parametrize("order", Order.values)
@pytest.mark.parametrize("narrowed", [{}, {"topic": "social"}, {"centre": "moscow"}, {"last": "2026-11-24"}])
def test_pages_hold_each_enquiry_once_and_in_order(
    desk: Client, many: list[Enquiry], monkeypatch: pytest.MonkeyPatch, order: str, narrowed: dict[str, str]
) -> None:
    """Of sixty most share their time with others; what no index knows is looked for in small steps."""
    monkeypatch.setattr(finding, "LOOKED_AT", 7)
    by_number = {each.number: each for each in many}
    expected = {
        each.number
        for each in many
        if (each.closed_at is None or order not in {Order.URGENT, Order.CONTACT, Order.QUIET})
        and (each.closed_at is not None or order != Order.CLOSED)
        and ("centre" not in narrowed or each.centre.code == "moscow")
        and ("last" not in narrowed or each.opened_at < NOW - DAY / 2)
    }
    seen = pages(desk, order=order, **narrowed)
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
    if order == Order.NUMBER:
        for centre in {each.centre_id for each in many}:
            own = [number for number in seen if by_number[number].centre_id == centre]
            assert own == sorted(own, reverse=True)
    else:
        keys = [KEYS[Order(order)](by_number[number]) for number in seen]
        assert keys == sorted(keys)


def test_a_row_that_comes_meanwhile_moves_nothing(desk: Client, many: list[Enquiry], centre: Centre) -> None:
    first = desk.get(reverse("desk:find"), {"order": "number"})
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "no"})
    after = str(first.context["following"])
    second = desk.get(reverse("desk:find"), {"order": "number", "after": after})
    shown = [[line["number"] for line in page.context["rows"]] for page in (first, second)]
    assert not set(shown[0]) & set(shown[1])
    assert Enquiry._base_manager.count() == 61


def test_what_had_no_contact_for_long_comes_first(desk: Client, operator: User, centre: Centre) -> None:
    ids = []
    for days in (9, 5, 3):
        ids.append(uuid4())
        with time_machine.travel(NOW - DAY * days, tick=False):
            client = Client()
            client.force_login(operator)
            client.post(reverse("desk:form", args=[ids[-1]]), {"consent": "no"})
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(operator)
        line = str(centre.lines.get().pk)
        sent = {"id": str(uuid4()), "channel": "phone", "line": line, "direction": "in"}
        assert client.post(reverse("desk:further_contact", args=[ids[0]]), sent).status_code == 302
    by_id: dict[UUID, str] = dict(Enquiry._base_manager.values_list("pk", "number"))
    assert pages(desk, order="quiet") == [by_id[each] for each in (ids[1], ids[2], ids[0])]
    page = desk.get(reverse("desk:find"), {"order": "quiet"}).content.decode()
    assert "Last contact" in page
    assert "25.11.2026" in page


def test_an_order_that_does_not_fit_is_named(desk: Client) -> None:
    for narrowed in ({"order": "moon"}, {"order": "closed", "open": "on"}):
        answer = desk.get(reverse("desk:find"), narrowed)
        assert answer.status_code == 422
        assert "<title>Error:" in answer.content.decode()


@pytest.mark.parametrize("after", ["0", "1-", f"0-{'0' * 32}", f"0-{'0' * 32}-2", f"0-{'0' * 32}-9"])
@pytest.mark.parametrize("order", Order.values)
def test_a_position_of_nothing_breaks_no_order(desk: Client, order: str, after: str) -> None:
    assert desk.get(reverse("desk:find"), {"order": order, "after": after}).status_code == 200
