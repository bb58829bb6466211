"""What leaves by a link has reached nobody before there is one: page, Today and Outgoing say so and lead to it."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.dispatch import sending
from bereg.dispatch.choices import DispatchGround, DispatchKind, SendingWay
from bereg.dispatch.due import due
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import WHY, Drafted, registered, stands
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.partner_links.tests.conftest import Told, form_in, opened
from conftest import make_user

Make = Callable[..., Told]
MISSING = "referral: make the link for Invented House and hand it over: nothing has been read yet"
WAITS = "referral: answer of Invented House"
NO_LINK, NEXT = "no link opens it", 'name="days" autofocus'


@pytest.fixture
def signed(drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], enquiry: Enquiry) -> Dispatch:
    """A referral that was agreed to."""
    return by_two(drafted(), make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 03"))


@pytest.fixture
def by_link(signed: Dispatch, operator: User) -> Dispatch:
    """A referral that leaves by a link."""
    how = Sending(SendingWay.LINK, today_at(signed.centre) + dt.timedelta(days=30))
    sending.send(dispatch=signed, version=signed.version, sending=how, by=operator)
    return stands(signed)


def words_due(person: User) -> list[str]:
    return [str(each.words) for each in due(person, timezone.now())]


@pytest.mark.parametrize(("way", "said"), [("link", "make the link below"), ("telephone", "The answer is waited for")])
def test_sending_says_whether_the_link_is_still_to_be_made(way: str, said: str, signed: Dispatch, desk: Client) -> None:
    typed = {"version": signed.version, "way": way, "reply_due": ""}
    page = desk.post(reverse("dispatch:send", args=[signed.pk]), typed, follow=True).content.decode()
    assert (said in page, NO_LINK in page, NEXT in page) == (True, way == "link", way == "link")


def test_in_danger_too_the_link_is_asked_for(
    centre: Centre, drafted: Drafted, operator: User, supervisor: User, desk: Client
) -> None:
    urgent = registered(centre, operator, Urgency.DANGER)
    made = drafted(about=urgent, kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    typed = {"version": made.version, "way": "link", "reply_due": ""}
    page = desk.post(reverse("dispatch:send_alone", args=[made.pk]), typed, follow=True).content.decode()
    assert "Not over yet: make the link below, and hand it over. The supervisors are told" in page
    missing = MISSING.replace("referral", "rescue request")
    assert words_due(operator) == [missing]
    assert words_due(supervisor) == ["rescue request: a colleague sent it alone; review it", missing]


def test_it_stands_on_today_and_on_outgoing_until_a_link_is_made(
    by_link: Dispatch, operator: User, desk: Client, told: Make
) -> None:
    (item,) = due(operator, timezone.now())
    assert (str(item.words), item.time.on) == (MISSING, today_at(by_link.centre))
    assert NO_LINK in desk.get(reverse("dispatch:outgoing")).content.decode()
    told(by_link)
    assert words_due(operator) == [WAITS]
    page = desk.get(by_link.get_absolute_url()).content.decode()
    assert (NO_LINK in page, NEXT in page) == (False, False)
    assert NO_LINK not in desk.get(reverse("dispatch:outgoing")).content.decode()


def test_a_link_that_was_ended_or_is_too_old_is_missed_and_one_that_was_used_is_not(
    by_link: Dispatch, operator: User, desk: Client, partner: Client, told: Make
) -> None:
    told(by_link)
    desk.post(reverse("partner_links:end", args=[by_link.pk]))
    assert words_due(operator) == [MISSING]
    last = told(by_link)
    later = timezone.now() + dt.timedelta(days=9)
    with time_machine.travel(later, tick=False):
        assert words_due(operator) == [MISSING]
    form_in(opened(partner, last))
    with time_machine.travel(later, tick=False):
        assert words_due(operator) == [WAITS]


def test_no_link_is_missed_where_the_words_are_erased(by_link: Dispatch, operator: User) -> None:
    Dispatch._base_manager.filter(pk=by_link.pk).update(content=b"")
    assert words_due(operator) == [WAITS]
