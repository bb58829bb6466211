"""What is to leave in the name of somebody who works here no more says so, before it leaves."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.dispatch import drafting
from bereg.dispatch.errors import NotAgreedError
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import (
    Drafted,
    by_two,
    drafted,
    enquiry,
    give_to,
    lawyer,
    office,
    send,
    shelter,
    stands,
)

__all__ = ["by_two", "drafted", "enquiry", "lawyer", "office", "shelter"]
SAID = "Who signed it does not work here any more."


def says_so(office: Client, made: Dispatch) -> list[bool]:
    pages = (made.get_absolute_url(), reverse("dispatch:letter", args=[made.pk]))
    return [SAID in office.get(page).content.decode() for page in pages]


@pytest.mark.django_db
def test_who_sends_or_prints_it_reads_that_the_signer_has_left(
    drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], lawyer: User, supervisor: User, office: Client
) -> None:
    draft = drafted()
    give_to(draft.enquiry, lawyer, supervisor)  # type: ignore[arg-type]
    made = by_two(stands(draft), lawyer)
    assert says_so(office, made) == [False, False]
    User.objects.filter(pk=lawyer.pk).update(closed_at=timezone.now())
    assert says_so(office, made) == [True, True]
    with pytest.raises(NotAgreedError):  # what they asked of a second person ended with their account
        send(stands(made), supervisor)
    drafting.unsign(dispatch=stands(made), version=stands(made).version, by=supervisor)
    assert says_so(office, made) == [False, False]
