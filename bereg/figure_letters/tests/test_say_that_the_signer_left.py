"""A letter that is to leave in the name of somebody who works here no more says so, before it leaves."""

import pytest
from django.test import Client
from django.utils import timezone

from bereg.accounts.models import User
from bereg.figure_letters.tests.conftest import MAY, Arrange, drafted, released, sent, signed

SAID = "Who signed it does not work here any more."


@pytest.mark.django_db
def test_who_sends_it_reads_that_the_signer_has_left(
    arrange: Arrange, browser: Client, supervisor: User, second: User
) -> None:
    released(MAY)
    letter = signed(drafted(arrange(), supervisor), second)
    assert SAID not in browser.get(letter.get_absolute_url()).content.decode()
    User.objects.filter(pk=second.pk).update(closed_at=timezone.now())
    assert SAID in browser.get(letter.get_absolute_url()).content.decode()
    letter = sent(letter, supervisor)
    assert SAID not in browser.get(letter.get_absolute_url()).content.decode()
