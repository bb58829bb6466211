"""Of two who write, sign or send the same letter at the same time one wins, and the other is told."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.tests.conftest import JUNE, MAY, TEXT, Arrange, drafted, released, signed, stands
from tests.at_once import at_once, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recipient(arrange: Arrange) -> FiguresRecipient:
    """Somebody who gets the release of May."""
    released(MAY)
    return arrange()


@pytest.fixture
def browsers(supervisor: User, second: User) -> list[Client]:
    """The browsers of two supervisors."""
    found = [Client(), Client()]
    for browser, person in zip(found, (supervisor, second), strict=True):
        browser.force_login(person)
    return found


def statuses(browsers: list[Client], address: str, sent: dict[str, str]) -> list[str]:
    return sorted(str(each) for each in at_once(*(sending(browser, address, sent) for browser in browsers)))


def test_of_two_who_write_one_does(recipient: FiguresRecipient, browsers: list[Client]) -> None:
    address = reverse("figure_letters:new_letter", args=[recipient.pk, "2007-05"])
    assert statuses(browsers, address, {"text": TEXT}) == ["302", "409"]
    assert FigureLetter.objects.through(recipient=recipient).count() == 1


def test_of_two_who_sign_one_does(recipient: FiguresRecipient, browsers: list[Client], supervisor: User) -> None:
    letter = drafted(recipient, supervisor)
    assert statuses(browsers, reverse("figure_letters:sign", args=[letter.pk]), {"version": "1"}) == ["302", "409"]
    assert (stands(letter).state, stands(letter).version) == ("signed", 2)


def test_of_two_who_send_one_does(recipient: FiguresRecipient, browsers: list[Client], supervisor: User) -> None:
    letter = signed(drafted(recipient, supervisor), supervisor)
    sent = {"version": "2", "way": "by_hand", "sent_on": JUNE.isoformat(), "answer_by": ""}
    assert statuses(browsers, reverse("figure_letters:send", args=[letter.pk]), sent) == ["302", "409"]
    assert (stands(letter).state, stands(letter).version) == ("sent", 3)
