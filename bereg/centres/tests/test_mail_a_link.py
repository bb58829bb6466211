"""A link goes by mail where that was switched on, and opens with the digits that are told alone."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import mailed_links
from bereg.accounts.models import Notice, User
from bereg.centres.models import Centre, Invitation
from bereg.centres.tests.test_invite_and_join import NEWCOMER
from tests.factors import sign_in
from tests.mailbox import REFUSED, Mailbox, free_port, server_at, serving

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = reverse("centres:people")
COLLEAGUE = "colleague@example.org"


@pytest.fixture
def sink(settings: Any) -> Iterator[Mailbox]:
    """A mail server, to which links may go."""
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER, settings.MAIL_LINKS = server_at(port), "bereg@example.org", True
    with serving(port) as taken:
        yield taken


def wait_for_mail() -> None:
    """Return when whatever is on its way has left, or not."""
    for each in threading.enumerate():
        if each.name == mailed_links.THREAD:
            each.join()


@pytest.fixture
def manager(client: Client, supervisor: User) -> Client:
    """The browser of a supervisor."""
    client.force_login(supervisor)
    return client


def invited(manager: Client, centre: Centre, email: str = COLLEAGUE) -> str:
    answer = manager.post(PEOPLE, {"role": "operator", "centre": centre.pk, "email": email})
    assert answer.status_code == 200
    wait_for_mail()
    return answer.content.decode()


def digits_on(page: str) -> str:
    found = re.search(r'id="told-digits"><strong><bdi dir="ltr">([0-9 ]{14})</bdi>', page)
    assert found
    return found[1]


def link_in(sink: Mailbox) -> str:
    found = re.search(r"http://testserver(/\S+)", str(sink.messages[-1].get_content()))  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_the_mail_opens_nothing_without_the_digits_and_works_once(
    manager: Client, centre: Centre, sink: Mailbox
) -> None:
    page = invited(manager, centre)
    digits, link, newcomer = digits_on(page), link_in(sink), Client()
    half = link.rstrip("/").rpartition("/")[2]
    assert sink.recipients == [COLLEAGUE]
    assert half not in page
    assert digits.replace(" ", "") not in str(sink.messages[0]).replace(" ", "")
    assert centre.code not in str(sink.messages[0]).lower()
    assert newcomer.get(reverse("centres:join", args=[half])).status_code == 410
    for wrong in ("0000 0000 0000", "1", ""):
        assert newcomer.post(link, {"digits": wrong}).status_code == 200
    opened = newcomer.post(link, {"digits": digits})
    assert newcomer.post(opened.headers["Location"], NEWCOMER).status_code == 302
    assert User.objects.filter(username="operator-11").exists()
    assert Client().post(link, {"digits": digits}).status_code == 200  # it is spent: no further account
    assert not any(COLLEAGUE in str(row) for row in (*Invitation.objects.values(), *User.objects.values()))


def test_wrong_digits_lock_nobody_out_and_say_the_same_of_a_link_that_never_was(
    manager: Client, centre: Centre, sink: Mailbox
) -> None:
    digits = digits_on(invited(manager, centre))
    link, newcomer = link_in(sink), Client()
    other = reverse("centres:join_mailed", args=["A" * 43])
    answers = [newcomer.post(each, {"digits": "1" * 12}).content.decode() for each in (link, other)]
    assert len({re.sub(r'value="[^"]*"', "", each) for each in answers}) == 1
    for number in range(50):
        newcomer.post(link, {"digits": f"{number:012}"})
    assert newcomer.post(link, {"digits": digits}).status_code == 302


def test_a_sign_in_link_goes_to_the_persons_own_address_and_keeps_the_second_factor(
    manager: Client, operator: User, sink: Mailbox
) -> None:
    User.objects.filter(pk=operator.pk).update(email=COLLEAGUE)
    page = manager.post(
        reverse("centres:change_person", args=[operator.pk]), {"act": "reset", "by_mail": "yes"}
    ).content.decode()
    wait_for_mail()
    opened = Client().post(link_in(sink), {"digits": digits_on(page)})
    browser, phrase = Client(), "quite another invented phrase"
    assert browser.post(opened.headers["Location"], {"password": phrase}).status_code == 302
    assert browser.post(reverse("account_login"), {"login": operator.username, "password": phrase}).headers[
        "Location"
    ] == reverse("mfa_authenticate")
    assert sign_in(browser, operator, phrase).status_code == 302


def test_a_mail_that_does_not_leave_is_said_and_another_link_may_be_made(
    manager: Client, centre: Centre, supervisor: User, sink: Mailbox
) -> None:
    invited(manager, centre, REFUSED)
    assert Notice.objects.get(kind=mailed_links.NOT_MAILED).person == supervisor
    assert "did not leave by mail" in manager.get(reverse("accounts:notices")).content.decode()
    assert "/join/" in manager.post(PEOPLE, {"role": "operator", "centre": centre.pk, "email": ""}).content.decode()


@pytest.mark.parametrize("missing", ["MAIL_LINKS", "MAIL_SERVER"])
def test_it_is_off_until_it_is_switched_on(
    manager: Client, operator: User, sink: Mailbox, settings: Any, missing: str
) -> None:
    setattr(settings, missing, None)
    centre = Centre.objects.get()
    User.objects.filter(pk=operator.pk).update(email=COLLEAGUE)
    assert 'name="email"' not in manager.get(PEOPLE).content.decode()
    assert 'id="one-time-link"' in invited(manager, centre)
    reset = {"act": "reset", "by_mail": "yes"}
    page = manager.post(reverse("centres:change_person", args=[operator.pk]), reset).content.decode()
    assert 'id="one-time-link"' in page
    assert sink.messages == []
