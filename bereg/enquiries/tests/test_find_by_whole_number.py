"""An administrator who breaks the glass finds an enquiry by its whole number, and reads its texts alone."""

from typing import Any

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.emergency_access.break_glass import break_glass
from bereg.enquiries import emergency_texts
from bereg.enquiries.models import Enquiry
from bereg.vault.faults import NotAllowed
from conftest import make_user

REASON = "The police asks whether a life is in danger; nobody of the centre answers."


@pytest.fixture
def admin(db: None) -> User:
    return make_user(None, Role.ADMIN, "Administrator 01")


def refusals() -> list[tuple[str, str, str, str]]:
    refused = ChainedAct._base_manager.filter(action="refused.break_glass").order_by("pk")
    return list(refused.values_list("actor", "target_kind", "target", "because"))


@pytest.mark.parametrize("typed", ["MSK-2008-00001", "msk-2008-00001", " MSK-2008-1\t", "MSK-2008-000001"])
def test_the_number_is_typed_as_people_do(enquiry: Enquiry, admin: User, typed: str) -> None:
    assert emergency_texts.by_whole_number(typed, by=admin) == enquiry
    assert refusals() == []


@pytest.mark.parametrize(
    "typed", ["", "00001", "2008-00001", "MSK-2008-00002", "MSK-2008-00001 or another", "MSK-2008-", "MSK-2008-0000001"]
)
def test_a_number_that_there_is_not_is_written_down_with_who_tried_it(
    enquiry: Enquiry, admin: User, typed: str
) -> None:
    assert emergency_texts.by_whole_number(typed, by=admin) is None
    assert refusals() == [(str(admin.pk), "enquiries.enquiry", "", "no_such_number")]


def test_it_is_found_with_its_centre_in_one_statement(
    enquiry: Enquiry, centre: Centre, admin: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = emergency_texts.by_whole_number(enquiry.number, by=admin)
        assert found
        assert found.centre == centre
    with django_assert_num_queries(1):
        again = emergency_texts.opened(enquiry.pk)
        assert again
        assert again.centre == centre
    assert emergency_texts.opened(centre.pk) is None


def test_its_texts_are_opened_and_never_its_answers(enquiry: Enquiry, admin: User) -> None:
    with pytest.raises(NotAllowed):
        emergency_texts.texts_of(enquiry, by=admin)
    break_glass(record=enquiry, reason=REASON, by=admin)
    found = emergency_texts.texts_of(enquiry, by=admin)
    assert [each.text for each in found] == ["Asks how to get a work permit.", "the invented address 00@example.org"]
    [read] = ChainedAct._base_manager.filter(action="text.revealed")
    assert (read.actor, read.target, read.because) == (str(admin.pk), str(enquiry.pk), "break_glass")
