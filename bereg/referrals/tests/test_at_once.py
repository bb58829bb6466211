"""What two people note at once of one referral stands, each once; a partner is noted by one, and the other is told."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.dispatch import sending as leaving
from bereg.dispatch.choices import DispatchGround, DispatchKind, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import WHY, Drafted, drafted, enquiry, shelter, stands
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals.models import ReferralIn, ReferralOutcome
from conftest import make_user
from tests.at_once import at_once, sending
from tests.told import entry_of

__all__ = ["drafted", "enquiry", "shelter"]
pytestmark = pytest.mark.django_db(transaction=True)
FREED = {"kind": "freed", "happened_on": "2026-01-03", "how_many": "4"}


@pytest.fixture
def browsers(centre: Centre, supervisor: User) -> list[Client]:
    """The browsers of two supervisors."""
    found = [Client(), Client()]
    for browser, person in zip(found, (supervisor, make_user(centre, Role.SUPERVISOR, "Supervisor 02")), strict=True):
        browser.force_login(person)
    return found


@pytest.fixture
def rescue(drafted: Drafted, operator: User) -> Dispatch:
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    leaving.send_alone(dispatch=made, version=made.version, sending=Sending(SendingWay.TELEPHONE), by=operator)
    return stands(made)


def statuses(browsers: list[Client], address: str, *sent: dict[str, str]) -> list[str]:
    acts = (sending(browser, address, form) for browser, form in zip(browsers, sent, strict=True))
    return sorted(map(str, at_once(*acts)))


def acts_of(act: str) -> int:
    return ChainedAct.objects.filter(action=f"referral.{act}").count()


def test_one_form_sent_twice_at_once_is_noted_once(rescue: Dispatch, browsers: list[Client], serve: None) -> None:
    same = {"id": str(uuid4()), **FREED}
    assert statuses(browsers, reverse("referrals:new_outcome", args=[rescue.pk]), same, same) == ["302", "302"]
    assert (ReferralOutcome._base_manager.count(), acts_of("outcome_noted")) == (1, 1)


def test_what_two_people_note_at_once_both_stands(rescue: Dispatch, browsers: list[Client], serve: None) -> None:
    one = {"id": str(uuid4()), **FREED}
    other = {"id": str(uuid4()), "kind": "case_opened", "happened_on": "2026-01-09", "article": "127.1"}
    assert statuses(browsers, reverse("referrals:new_outcome", args=[rescue.pk]), one, other) == ["302", "302"]
    found = ReferralOutcome._base_manager.order_by("kind").values_list("kind", "how_many", "article")
    assert list(found) == [("case_opened", None, "127.1"), ("freed", 4, "")]
    assert acts_of("outcome_noted") == 2


def test_one_that_two_remove_is_removed_once_and_nobody_is_told_that_it_stays(
    rescue: Dispatch, browsers: list[Client], serve: None
) -> None:
    browsers[0].post(reverse("referrals:new_outcome", args=[rescue.pk]), {"id": str(uuid4()), **FREED})
    address = reverse("referrals:remove_outcome", args=[ReferralOutcome._base_manager.get().pk])
    # Who comes after the other is through finds no such outcome; who comes beside them finds it gone.
    assert statuses(browsers, address, {}, {}) in (["302", "302"], ["302", "404"])
    assert (ReferralOutcome._base_manager.count(), acts_of("outcome_removed")) == (0, 1)
    for browser in browsers:
        assert "it stays" not in browser.get(rescue.get_absolute_url()).content.decode()


def test_of_two_who_note_the_partner_one_does_and_the_other_is_told(
    enquiry: Enquiry, shelter: ReferenceEntry, supervisor: User, browsers: list[Client], serve: None
) -> None:
    entry_of("organisation", "Invented Union", by=supervisor, content={"sort": "diaspora"})
    address, day = reverse("referrals:new_partner", args=[enquiry.pk]), {"came_on": "2026-01-02"}
    names = ["Invented House", "Invented Union"]
    assert statuses(browsers, address, *({"partner": name, **day} for name in names)) == ["302", "409"]
    assert (ReferralIn._base_manager.count(), acts_of("came_in")) == (1, 1)


def test_what_is_noted_while_the_consent_goes_stands_no_longer_or_is_refused(
    rescue: Dispatch, enquiry: Enquiry, browsers: list[Client], serve: None
) -> None:
    left, right = browsers
    answers = at_once(
        sending(left, reverse("referrals:new_outcome", args=[rescue.pk]), {"id": str(uuid4()), **FREED}),
        sending(right, reverse("desk:withdraw", args=[enquiry.pk]), {}),
    )
    assert answers[1] == 302, answers
    assert answers[0] in {302, 409}
    assert not ReferralOutcome._base_manager.exists()
