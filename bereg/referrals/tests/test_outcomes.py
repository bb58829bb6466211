"""What came of a referral, who referred the person to us, and what each body did."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.dispatch import answering, sending
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import DispatchGround, DispatchKind, DispatchResult, RecipientAnswer, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import WHY, Drafted, drafted, enquiry, now, office, shelter, stands
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals import actions
from bereg.referrals.actions import NewOutcome
from bereg.referrals.bodies import Done, Mutual, TrendOf, accounts
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.referrals.queries import outputs
from bereg.tasks.models import Task
from conftest import make_user
from tests.told import entry_of

__all__ = ["drafted", "enquiry", "office", "shelter"]

TODAY = dt.date(2026, 1, 2)


@pytest.fixture
def rescue(drafted: Drafted, operator: User) -> Dispatch:
    """A rescue request that one person on duty has sent."""
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    sending.send_alone(dispatch=made, version=made.version, sending=Sending(SendingWay.TELEPHONE), by=operator)
    return stands(made)


def page(name: str, pk: object) -> str:
    return reverse(f"referrals:{name}", args=[pk])


def test_the_operation_the_freed_and_the_case_are_noted_on_their_days(desk: Client, rescue: Dispatch) -> None:
    told = [
        {"kind": "operation", "happened_on": "2026-01-03"},
        {"kind": "freed", "happened_on": "2026-01-03", "how_many": "4"},
        {"kind": "case_opened", "happened_on": "2026-01-09", "article": "127.1"},
        {"kind": "case_changed", "happened_on": "2026-03-01", "article": "127.2"},
    ]
    for each in told:
        assert desk.post(page("new_outcome", rescue.pk), {"id": str(uuid4()), **each}).status_code == 302
    shown = desk.get(rescue.get_absolute_url()).content.decode()
    for words in ("rescue operation", "people freed", "4 people", "article 127.1", "article 127.2"):
        assert words in shown
    assert "Came of it: people freed" in desk.get(rescue.enquiry.get_absolute_url()).content.decode()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "", "happened_on": "2026-01-03"}, "required"),
        ({"kind": "freed", "happened_on": "2999-01-03"}, "still to come"),
        ({"kind": "operation", "happened_on": "2026-01-03", "how_many": "4"}, "is counted: leave it empty"),
        ({"kind": "freed", "happened_on": "2026-01-03", "article": "127"}, "Only a criminal case"),
        ({"kind": "case_opened", "happened_on": "2026-01-03", "article": "he beat her"}, "Write the number alone"),
    ],
)
def test_what_makes_no_sense_is_refused(typed: dict[str, str], said: str, desk: Client, rescue: Dispatch) -> None:
    answer = desk.post(page("new_outcome", rescue.pk), typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ReferralOutcome._base_manager.exists()


def test_a_form_sent_twice_is_one_outcome(desk: Client, rescue: Dispatch) -> None:
    form = {"id": str(uuid4()), "kind": "sheltered", "happened_on": "2026-01-03", "how_many": "1"}
    for _again in range(2):
        assert desk.post(page("new_outcome", rescue.pk), form).status_code == 302
    made = ReferralOutcome._base_manager.get()
    assert desk.post(page("remove_outcome", made.pk)).status_code == 302
    assert not ReferralOutcome._base_manager.exists()


def test_what_a_closed_month_counts_stays(desk: Client, rescue: Dispatch) -> None:
    desk.post(page("new_outcome", rescue.pk), {"kind": "sheltered", "happened_on": "2026-01-03"})
    made = ReferralOutcome._base_manager.get()
    ReferralOutcome._base_manager.update(counted_in=dt.date(2026, 1, 1))
    desk.post(page("remove_outcome", made.pk))
    assert ReferralOutcome._base_manager.exists()


def test_what_has_not_left_has_no_outcome(desk: Client, drafted: Drafted) -> None:
    assert desk.get(page("new_outcome", drafted().pk)).status_code == 404


def test_somebody_asks_in_one_three_and_six_months(desk: Client, rescue: Dispatch, operator: User) -> None:
    actions.follow_up(dispatch=rescue, today=dt.date(2026, 8, 31), by=operator)
    promised = list(Task._base_manager.select_related("centre").order_by("due_at"))
    assert [each.due_on for each in promised] == [dt.date(2026, 9, 30), dt.date(2026, 11, 30), dt.date(2027, 2, 28)]
    assert {each.kind for each in promised} == {"follow_up"}


def test_asking_later_is_promised_once(desk: Client, rescue: Dispatch, operator: User, drafted: Drafted) -> None:
    day = dt.date(2026, 8, 31)
    for later in (0, 0, 3):
        actions.follow_up(dispatch=rescue, today=day + dt.timedelta(days=later), by=operator)
    assert Task._base_manager.count() == 3
    assert [each.action for each in acts_on(rescue)].count("referral.followed_up") == 1
    said = desk.post(page("follow_up", rescue.pk), follow=True).content.decode()
    assert ("It is promised already" in said, Task._base_manager.count()) == (True, 3)


def test_two_referrals_of_one_day_promise_one_talk(rescue: Dispatch, operator: User) -> None:
    day = dt.date(2026, 8, 31)
    actions.follow_up(dispatch=rescue, today=day, by=operator)
    other = Dispatch._base_manager.select_related("centre", "enquiry").get(pk=rescue.pk)
    other.pk = other.id = uuid4()
    assert actions.follow_up(dispatch=other, today=day, by=operator) == []
    assert Task._base_manager.count() == 3


def test_a_partner_referred_the_person(desk: Client, enquiry: Enquiry, shelter: ReferenceEntry) -> None:
    form = {"partner": "Invented House", "came_on": "2026-01-02"}
    assert desk.post(page("new_partner", enquiry.pk), {**form, "partner": "Nobody"}).status_code == 422
    assert desk.post(page("new_partner", enquiry.pk), form).status_code == 302
    assert desk.post(page("new_partner", enquiry.pk), form).status_code == 409
    assert "Invented House" in desk.get(enquiry.get_absolute_url()).content.decode()
    assert ReferralIn._base_manager.get().partner == shelter


def test_what_came_of_it_goes_with_the_consent_and_what_a_partner_did_stays(
    rescue: Dispatch, enquiry: Enquiry, shelter: ReferenceEntry, operator: User, desk: Client
) -> None:
    sheltered, noting = NewOutcome(OutcomeKind.SHELTERED, TODAY), page("new_outcome", rescue.pk)
    assert noting in desk.get(rescue.get_absolute_url()).content.decode()
    actions.note_outcome(id=uuid4(), dispatch=rescue, outcome=sheltered, by=operator)
    actions.note_partner(enquiry=now(enquiry), partner=shelter, came_on=TODAY, is_named=True, by=operator)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert not ReferralOutcome._base_manager.exists()
    assert ReferralIn._base_manager.exists()
    with pytest.raises(actions.ConsentIsGoneError):
        actions.note_outcome(id=uuid4(), dispatch=stands(rescue), outcome=sheltered, by=operator)
    assert noting not in desk.get(rescue.get_absolute_url()).content.decode()


def test_by_body_and_kind_what_was_sent_answered_acted_on_and_what_is_overdue(  # noqa: PLR0917 - fixtures
    rescue: Dispatch, drafted: Drafted, enquiry: Enquiry, shelter: ReferenceEntry, operator: User, supervisor: User
) -> None:
    today = timezone.localdate()
    police = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state"})
    late = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY, recipient=police)
    sending.send_alone(dispatch=late, version=1, sending=Sending(SendingWay.TELEPHONE, TODAY), by=operator)
    referral = drafted(ground=DispatchGround.DANGER, reason=WHY)
    sending.send_alone(dispatch=referral, version=1, sending=Sending(SendingWay.TELEPHONE), by=operator)
    answering.end(dispatch=stands(referral), version=2, result=DispatchResult.NO_ANSWER, by=operator)
    sent_days_ago(rescue, 45)
    answering.note_reply(dispatch=rescue, version=rescue.version, reply=Reply(RecipientAnswer.ACTED), by=operator)
    actions.note_partner(enquiry=now(enquiry), partner=shelter, came_on=today, is_named=True, by=operator)
    found = accounts(supervisor, today - dt.timedelta(days=90), today + dt.timedelta(days=1), today)
    of_shelter, of_police = found.by_body
    assert (of_shelter.about, of_police.about) == (shelter, police)
    assert of_shelter.kinds == {
        "rescue": Done(sent=1, answered=1, acted=1, bands=[0, 1, 0, 0]),
        "referral": Done(sent=1, never=1),
    }
    assert of_shelter.total == Done(sent=2, answered=1, acted=1, never=1, bands=[0, 1, 0, 0])
    assert found.partners == [Mutual(shelter, to_us=1, to_them=1)]
    assert of_police.kinds == {"rescue": Done(sent=1, overdue=1)}
    assert [(each.about, each.total.sent) for each in found.by_sort] == [("shelter", 2), ("state", 1)]
    assert found.total == Done(sent=3, answered=1, acted=1, overdue=1, never=1, bands=[0, 1, 0, 0])
    freed = NewOutcome(OutcomeKind.FREED, today, how_many=4)
    actions.note_outcome(id=uuid4(), dispatch=stands(rescue), outcome=freed, by=operator)
    assert outputs(supervisor, today, today + dt.timedelta(days=1)) == [("freed", 1, 4)]


@pytest.mark.parametrize(("days", "band"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
def test_an_answer_is_within_30_60_90_days_or_later(
    days: int, band: int, rescue: Dispatch, operator: User, supervisor: User
) -> None:
    sent_days_ago(rescue, days)
    answering.note_reply(dispatch=rescue, version=rescue.version, reply=Reply(RecipientAnswer.ACCEPTED), by=operator)
    today = timezone.localdate()
    found = accounts(supervisor, today - dt.timedelta(days=100), today + dt.timedelta(days=1), today)
    assert found.total.bands == [int(at == band) for at in range(4)]


def test_the_trend_is_by_the_quarter_of_sending_and_by_the_clock_of_the_centre(
    rescue: Dispatch, centre: Centre, supervisor: User
) -> None:
    # At the centre, three hours before UTC, the second quarter has begun.
    late_in_march = dt.datetime(2026, 3, 31, 22, tzinfo=dt.UTC)
    Dispatch._base_manager.filter(pk=rescue.pk).update(sent_at=late_in_march)
    assert centre.time_zone == "Europe/Moscow"
    found = accounts(supervisor, dt.date(2026, 4, 1), dt.date(2026, 4, 2), dt.date(2026, 4, 2))
    assert found.by_quarter == [(dt.date(2026, 4, 1), Done(sent=1))]
    assert not accounts(supervisor, dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 4, 2)).by_quarter


def test_the_quarters_are_shown_of_one_body_or_kind(
    office: Client, rescue: Dispatch, drafted: Drafted, supervisor: User
) -> None:
    police = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state"})
    other = drafted(recipient=police)
    sent_days_ago(rescue, 2)
    Dispatch._base_manager.filter(pk=other.pk).update(
        state="sent", way="telephone", sent_at=timezone.now(), signed_at=timezone.now()
    )
    today = timezone.localdate()
    period = (today - dt.timedelta(days=9), today + dt.timedelta(days=1), today)

    def counted(**of: str) -> int:
        return accounts(supervisor, *period, TrendOf(**of)).total.sent

    assert (counted(), counted(whom=str(police.pk)), counted(whom="sort:state"), counted(whom="?")) == (2, 1, 1, 0)
    assert (counted(kind="rescue"), counted(whom=str(police.pk), kind="rescue")) == (1, 0)
    asked = {"begins": str(period[0]), "ends": str(today), "whom": str(police.pk), "kind": "referral"}
    page = office.get(reverse("referrals:bodies"), asked)
    assert "By quarter: <bdi>Invented police</bdi> · <bdi>referral</bdi>" in page.content.decode()
    assert page.context["total"].sent == 1
    assert f'<option value="{police.pk}" selected>' in page.content.decode()


def test_what_was_about_a_mistake_counts_nowhere(rescue: Dispatch, supervisor: User) -> None:
    Enquiry._base_manager.update(mistake="test")
    today = timezone.localdate()
    assert accounts(supervisor, today, today + dt.timedelta(days=1), today).total == Done()


def test_a_body_leads_to_what_went_to_it_alone(
    office: Client, rescue: Dispatch, drafted: Drafted, supervisor: User
) -> None:
    police = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state"})
    other = drafted(recipient=police)
    outgoing = f"{reverse('dispatch:outgoing')}?to={rescue.recipient_id}"
    assert f'href="{outgoing}"' in office.get(reverse("referrals:bodies")).content.decode()
    shown = office.get(outgoing).content.decode()
    assert (rescue.get_absolute_url() in shown, other.get_absolute_url() in shown) == (True, False)
    assert office.get(reverse("dispatch:outgoing"), {"to": str(uuid4())}).status_code == 404
    everything = office.get(reverse("dispatch:outgoing"), {"to": "x"}).content.decode()
    assert other.get_absolute_url() in everything


def test_who_sees_nothing_that_went_to_a_body_learns_no_name(
    client: Client, rescue: Dispatch, other_centre: Centre, serve: None
) -> None:
    client.force_login(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert client.get(reverse("dispatch:outgoing"), {"to": str(rescue.recipient_id)}).status_code == 404


def sent_days_ago(dispatch: Dispatch, days: int) -> None:
    at = timezone.now() - dt.timedelta(days=days, minutes=1)
    Dispatch._base_manager.filter(pk=dispatch.pk).update(sent_at=at)


def test_recipients_are_a_page_of_supervisors(
    client: Client, rescue: Dispatch, supervisor: User, other_centre: Centre, serve: None
) -> None:
    client.force_login(supervisor)
    page_of_bodies = reverse("referrals:bodies")
    assert "Invented House" in client.get(page_of_bodies).content.decode()
    wrong = client.get(page_of_bodies, {"begins": "2026-02-01", "ends": "2026-01-01"})
    assert "before the beginning" in wrong.content.decode()
    elsewhere = Client()
    elsewhere.force_login(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert "Invented House" not in elsewhere.get(page_of_bodies).content.decode()
