"""An organisation that was withdrawn from the directory is written no letter, until it is published again."""

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.figure_letters import errors
from bereg.figure_letters.tests.conftest import MAY, Arrange, drafted, released, sent, signed, stands
from bereg.reference.actions import withdraw
from bereg.reference.models import ReferenceEntry

pytestmark = pytest.mark.django_db
SAID = "The directory has this organisation no more"


def test_nothing_is_written_to_it(arrange: Arrange, service: ReferenceEntry, supervisor: User, browser: Client) -> None:
    released(MAY)
    made = arrange()
    withdraw(entry=service, by=supervisor)
    made.organisation.refresh_from_db()
    with pytest.raises(errors.HinderedLetterError, match=SAID):
        drafted(made, supervisor)
    assert SAID in browser.get(made.get_absolute_url()).content.decode()


def test_what_is_drafted_is_not_signed(arrange: Arrange, service: ReferenceEntry, supervisor: User) -> None:
    released(MAY)
    letter = drafted(arrange(), supervisor)
    withdraw(entry=service, by=supervisor)
    with pytest.raises(errors.HinderedLetterError, match=SAID):
        signed(stands(letter), supervisor)


def test_what_is_signed_does_not_leave_and_its_page_says_why(
    arrange: Arrange, service: ReferenceEntry, supervisor: User, browser: Client
) -> None:
    released(MAY)
    letter = signed(drafted(arrange(), supervisor), supervisor)
    withdraw(entry=service, by=supervisor)
    with pytest.raises(errors.HinderedLetterError, match=SAID):
        sent(stands(letter), supervisor)
    assert SAID in browser.get(letter.get_absolute_url()).content.decode()
