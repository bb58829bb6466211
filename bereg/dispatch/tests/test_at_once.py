"""Of two who sign, send, stop, call back or answer the same dispatch at the same time one wins; the other is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.dispatch import sending as leaving
from bereg.dispatch.choices import DispatchGround, DispatchKind, DispatchState, SendingWay
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import WHY, Drafted, by_two, drafted, enquiry, send, shelter, stands, state_of
from bereg.enquiries.models import Enquiry
from conftest import make_user
from tests.at_once import at_once, sending

__all__ = ["by_two", "drafted", "enquiry", "shelter"]
pytestmark = pytest.mark.django_db(transaction=True)
Signed = Callable[[Dispatch, User], Dispatch]
BY_TELEPHONE = {"way": "telephone"}


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def browsers(supervisor: User, second: User) -> list[Client]:
    """The browsers of two supervisors."""
    found = [Client(), Client()]
    for browser, person in zip(found, (supervisor, second), strict=True):
        browser.force_login(person)
    return found


@pytest.fixture
def signed(drafted: Drafted, by_two: Signed, second: User) -> Dispatch:
    """A referral that two have signed."""
    return by_two(drafted(), second)


def statuses(browsers: list[Client], made: Dispatch, act: str, **sent: str) -> list[str]:
    address, form = reverse(f"dispatch:{act}", args=[made.pk]), {"version": str(made.version), **sent}
    return sorted(map(str, at_once(*(sending(browser, address, form) for browser in browsers))))


def acts_of(made: Dispatch, act: str) -> int:
    return ChainedAct.objects.filter(target=str(made.pk), action=f"dispatch.{act}").count()


def test_of_two_who_sign_one_does(drafted: Drafted, browsers: list[Client], serve: None) -> None:
    made = drafted()
    assert statuses(browsers, made, "sign") == ["302", "409"]
    assert (state_of(made), acts_of(made, "signed")) == (DispatchState.SIGNED, 1)


def test_of_two_who_send_one_does(signed: Dispatch, browsers: list[Client], serve: None) -> None:
    assert statuses(browsers, signed, "send", **BY_TELEPHONE) == ["302", "409"]
    assert (state_of(signed), acts_of(signed, "sent")) == (DispatchState.SENT, 1)
    assert DispatchEvent._base_manager.filter(dispatch=signed, step="sent").count() == 1


def test_of_two_who_send_alone_one_does(drafted: Drafted, browsers: list[Client], serve: None) -> None:
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    assert statuses(browsers, made, "send_alone", **BY_TELEPHONE) == ["302", "409"]
    assert (state_of(made), acts_of(made, "sent_alone")) == (DispatchState.SENT, 1)
    assert DispatchEvent._base_manager.filter(dispatch=made, step="sent").count() == 1


def test_of_two_who_review_what_was_sent_alone_one_does(
    drafted: Drafted, browsers: list[Client], operator: User, serve: None
) -> None:
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    by_telephone = Sending(SendingWay.TELEPHONE)
    leaving.send_alone(dispatch=made, version=made.version, sending=by_telephone, by=operator)
    address, verdicts = reverse("dispatch:review", args=[made.pk]), ("justified", "unjustified")
    answers = at_once(
        *(sending(each, address, {"verdict": said}) for each, said in zip(browsers, verdicts, strict=True))
    )
    assert sorted(map(str, answers)) == ["302", "409"]
    assert stands(made).verdict == verdicts[answers.index(302)]
    assert acts_of(made, "reviewed") == 1


def test_of_two_who_stop_one_does(signed: Dispatch, browsers: list[Client], serve: None) -> None:
    assert statuses(browsers, signed, "stop") == ["302", "409"]
    assert (state_of(signed), acts_of(signed, "stopped")) == (DispatchState.STOPPED, 1)


def test_of_two_who_call_back_one_does(signed: Dispatch, browsers: list[Client], second: User, serve: None) -> None:
    made = send(signed, second)
    assert statuses(browsers, made, "revoke") == ["302", "409"]
    assert (state_of(made), acts_of(made, "revoked")) == (DispatchState.REVOKED, 1)
    assert DispatchEvent._base_manager.filter(dispatch=made, step="revoked").count() == 1


def test_of_two_who_note_the_reply_one_does_and_the_other_keeps_what_was_typed(
    signed: Dispatch, browsers: list[Client], second: User, serve: None
) -> None:
    made = send(signed, second)
    address, kept = reverse("dispatch:reply", args=[made.pk]), []

    def answer(browser: Client, words: str) -> Callable[[], Any]:
        sent = {"version": str(made.version), "answer": "accepted", "text": words}

        def post() -> int:
            page = browser.post(address, sent)
            kept.append((page.status_code, words in page.content.decode()))
            return page.status_code

        return post

    at_once(*(answer(browser, f"A bed, says number {at}.") for at, browser in enumerate(browsers)))
    assert sorted(kept) == [(302, False), (409, True)]
    assert acts_of(made, "answered") == 1


def test_what_is_sent_while_the_consent_goes_is_called_back_or_never_left(
    signed: Dispatch, enquiry: Enquiry, browsers: list[Client], serve: None
) -> None:
    left, right = browsers
    form = {"version": str(signed.version), **BY_TELEPHONE}
    answers = at_once(
        sending(left, reverse("dispatch:send", args=[signed.pk]), form),
        sending(right, reverse("desk:withdraw", args=[enquiry.pk]), {}),
    )
    assert answers[1] == 302, answers
    was_sent = answers[0] == 302
    assert state_of(signed) == (DispatchState.REVOKED if was_sent else DispatchState.STOPPED)
    assert acts_of(signed, "sent") == was_sent
