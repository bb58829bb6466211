"""Closing and handing over several enquiries at once."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.vault.classes import HoldReason
from conftest import make_user


def register(client: Client, **fields: object) -> Enquiry:
    pk = uuid4()
    assert client.post(reverse("desk:form", args=[pk]), {"consent": "yes", **fields}).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


def sent(*enquiries: Enquiry, **more: str) -> dict[str, object]:
    return {"chosen": [f"{each.pk}:{each.version}" for each in enquiries], "confirmed": "yes", **more}


def said(client: Client, answer: object) -> str:
    return client.get(answer["Location"]).content.decode()  # type: ignore[index]


def acts(action: str) -> int:
    return ChainedAct.objects.filter(action=action).count()


@pytest.fixture
def three(desk: Client) -> list[Enquiry]:
    return [register(desk, outcome="call_back") for _ in range(3)]


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_several_are_closed_each_by_an_act_of_its_own(desk: Client, three: list[Enquiry]) -> None:
    page = desk.get(reverse("desk:find")).content.decode()
    assert all(f'value="{each.pk}:{each.version}"' in page for each in three)
    answer = desk.post(reverse("desk:close_several"), sent(*three, outcome="advised", kept="open=on"))
    assert answer["Location"] == reverse("desk:find") + "?open=on"
    assert "3 enquiries are closed." in said(desk, answer)
    assert Enquiry._base_manager.filter(closed_at=None).count() == 0
    assert set(Enquiry._base_manager.values_list("outcome", "version")) == {("advised", 2)}
    assert acts("enquiry.closed") == 3


def test_nothing_is_done_before_it_is_confirmed(desk: Client, three: list[Enquiry]) -> None:
    asked = desk.post(reverse("desk:close_several"), {"chosen": sent(*three)["chosen"], "kept": "open=on"})
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "3 enquiries will be closed:" in page
    assert all(f'value="{each.pk}:1"' in page for each in three)
    assert Enquiry._base_manager.filter(closed_at=None).count() == 3


def test_what_somebody_changed_meanwhile_is_left_and_named(desk: Client, three: list[Enquiry]) -> None:
    desk.post(reverse("desk:correct", args=[three[0].pk]), {"consent": "yes", "topics": "quota", "version": "1"})
    desk.post(reverse("desk:close", args=[three[1].pk]))
    preview = desk.post(reverse("desk:close_several"), {"chosen": sent(*three)["chosen"]}).content.decode()
    assert "1 enquiry will be closed:" in preview
    answer = desk.post(reverse("desk:close_several"), sent(*three))
    page = said(desk, answer)
    assert "1 enquiry is closed." in page
    assert f"{three[0].number} (a colleague changed it meanwhile)" in page
    assert f"{three[1].number} (it is closed already)" in page
    assert Enquiry._base_manager.get(pk=three[0].pk).closed_at is None
    assert Enquiry._base_manager.get(pk=three[2].pk).closed_at is not None
    assert Enquiry._base_manager.get(pk=three[2].pk).outcome == "call_back"  # as it was noted


def test_without_consent_no_outcome_is_kept(desk: Client) -> None:
    asked, withdrawn = register(desk, consent="no"), register(desk, outcome="call_back")
    desk.post(reverse("desk:withdraw", args=[withdrawn.pk]))
    withdrawn.refresh_from_db()
    desk.post(reverse("desk:close_several"), sent(asked, withdrawn, outcome="advised"))
    assert set(Enquiry._base_manager.values_list("outcome", flat=True)) == {""}
    assert Enquiry._base_manager.filter(closed_at=None).count() == 0


def test_what_a_hold_keeps_of_a_withdrawn_one_keeps_its_outcome(desk: Client, supervisor: User) -> None:
    kept = register(desk, outcome="call_back")
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=kept, code=HoldReason.COURT, reason="an invented order", until=until, owner=supervisor, by=supervisor
    )
    desk.post(reverse("desk:withdraw", args=[kept.pk]))
    kept.refresh_from_db()
    desk.post(reverse("desk:close_several"), sent(kept, outcome="advised"))
    kept.refresh_from_db()
    assert kept.closed_at
    assert (kept.consent, kept.outcome) == ("withdrawn", "call_back")


def test_an_outcome_is_noted_where_one_may_correct(desk: Client, centre: Centre, three: list[Enquiry]) -> None:
    colleague = browser(make_user(centre, Role.OPERATOR, "Operator 55"))
    answer = colleague.post(reverse("desk:close_several"), sent(three[0], outcome="advised"))
    assert f"{three[0].number} (it is not yours to change)" in said(colleague, answer)
    assert Enquiry._base_manager.get(pk=three[0].pk).closed_at is None
    colleague.post(reverse("desk:close_several"), sent(three[0]))  # as on its own page
    assert Enquiry._base_manager.get(pk=three[0].pk).closed_at is not None


def test_a_supervisor_hands_several_over(
    supervisor: User, centre: Centre, three: list[Enquiry], operator: User
) -> None:
    theirs, colleague = browser(supervisor), make_user(centre, Role.OPERATOR, "Operator 55")
    address = reverse("desk:assign_several")
    asked = theirs.post(address, {"chosen": sent(*three)["chosen"]})
    assert "3 enquiries will be handed over:" in asked.content.decode()
    assert "Operator 55" in asked.content.decode()
    unsaid = theirs.post(address, sent(*three))
    assert unsaid.status_code == 422
    assert all(f'value="{each.pk}:1"' in unsaid.content.decode() for each in three)
    Enquiry._base_manager.filter(pk=three[0].pk).update(version=2)
    answer = theirs.post(address, sent(*three, to=str(colleague.pk)))
    page = said(theirs, answer)
    assert "2 enquiries are assigned to Operator 55." in page
    assert f"{three[0].number} (a colleague changed it meanwhile)" in page
    assert list(Enquiry._base_manager.order_by("number").values_list("assignee", flat=True)) == [
        operator.pk, colleague.pk, colleague.pk,
    ]  # fmt: skip
    assert acts("enquiry.assigned") == 2


def test_an_operator_hands_over_what_is_theirs_to_counsel_alone(
    desk: Client, centre: Centre, three: list[Enquiry]
) -> None:
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    colleague = make_user(centre, Role.OPERATOR, "Operator 55")
    foreign = register(browser(colleague))
    asked = desk.post(reverse("desk:assign_several"), {"chosen": sent(three[0], foreign)["chosen"]})
    assert asked.context["people"] == [lawyer]
    assert "1 enquiry will be handed over:" in asked.content.decode()
    answer = desk.post(reverse("desk:assign_several"), sent(three[0], foreign, to=str(lawyer.pk)))
    assert "1 enquiry is assigned to Lawyer 01." in said(desk, answer)
    assert Enquiry._base_manager.get(pk=foreign.pk).assignee == colleague
    # A colleague is not offered, so nothing goes to them.
    refused = desk.post(reverse("desk:assign_several"), sent(three[1], to=str(colleague.pk)))
    assert refused.status_code == 422


def test_another_centres_enquiries_are_as_if_there_were_none(other_operator: User, three: list[Enquiry]) -> None:
    stranger = browser(other_operator)
    answer = stranger.post(reverse("desk:close_several"), sent(*three))
    page = said(stranger, answer)
    assert three[0].number not in page
    assert "3 enquiries are no longer shown to you" in page
    assert Enquiry._base_manager.filter(closed_at=None).count() == 3


@pytest.mark.parametrize("chosen", [[], ["x"], ["x:1"], [":"]])
def test_nothing_chosen_says_so(desk: Client, chosen: list[str]) -> None:
    for name in ("close_several", "assign_several"):
        answer = desk.post(reverse(f"desk:{name}"), {"chosen": chosen, "kept": "open=on&next=//elsewhere"})
        assert answer["Location"].startswith("/find/")


def test_an_outcome_of_no_list_keeps_what_was_chosen(desk: Client, three: list[Enquiry]) -> None:
    answer = desk.post(reverse("desk:close_several"), sent(*three, outcome="moon"))
    assert answer.status_code == 422
    assert all(f'value="{each.pk}:1"' in answer.content.decode() for each in three)
    assert Enquiry._base_manager.filter(closed_at=None).count() == 3
