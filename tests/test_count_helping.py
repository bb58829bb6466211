"""What came of helping is published as matters: once a row for good, whoever writes how often to whom."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.counting import published_tables
from bereg.counting.closing import close_month
from bereg.counting.months import Period
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.dangers.actions import end, raise_danger, take
from bereg.dangers.choices import Ending
from bereg.dangers.models import Danger
from bereg.dispatch import answering
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import DispatchKind, RecipientAnswer
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry
from bereg.publishing import attacking
from bereg.publishing.attacking import as_counted
from bereg.publishing.frames import Frame
from bereg.reference.models import ReferenceEntry
from bereg.referrals import actions as referrals
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.models import ReferralOutcome
from bereg.transfers import accepting
from bereg.transfers import actions as transfers
from bereg.transfers.choices import Ground
from bereg.transfers.models import Transfer
from tests.outside import send_rescue
from tests.told import entry_of

__all__ = ["call", "enquire", "own_folder", "version"]

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
IN_MAY, IN_JUNE = dt.datetime(2007, 5, 20, 9, tzinfo=dt.UTC), dt.datetime(2007, 6, 20, 9, tzinfo=dt.UTC)
HELPING = {"referred", "came_of", "asked", "answered", "forwarded", "searched"}


def counted(first: dt.date = MAY, last: dt.date = JUNE) -> dict[str, int]:
    """What would be published of these months without any noise, and without the zeros."""
    every = attacking.counted(Period(first, last), Frame.now(), as_counted)
    wanted = HELPING | {"in_danger"}
    return {f"{each.table} {each.code}".strip(): each.count for each in every if each.table in wanted and each.count}


def said(table: str) -> dict[str, int]:
    """What the staff read of both months."""
    rows = [row for row in report_rows(MAY, JUNE) if row.table == table and row.centre == "all"]
    return {row.code: row.count for row in rows if row.count}


def close(month: dt.date, by: User) -> None:
    with time_machine.travel(dt.datetime(month.year, month.month + 1, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=month, by=by)


def stands(made: Dispatch) -> Dispatch:
    return Dispatch._base_manager.select_related("centre", "enquiry__centre", "enquiry__assignee").get(pk=made.pk)


def held_by(enquiry: Enquiry, person: User) -> Enquiry:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=person)
    return Enquiry._base_manager.select_related("centre", "assignee").get(pk=enquiry.pk)


def ask(enquiry: Enquiry, body: ReferenceEntry, by: User, at: dt.datetime = IN_MAY) -> Dispatch:
    """Send a rescue request at a moment."""
    made = send_rescue(held_by(enquiry, by), body, "An invented address.", by)
    Dispatch._base_manager.filter(pk=made.pk).update(sent_at=at)
    DispatchEvent._base_manager.filter(dispatch=made).update(at=at)
    return stands(made)


def answer(made: Dispatch, by: User, at: dt.datetime = IN_MAY) -> None:
    now = stands(made)
    answering.note_reply(dispatch=now, version=now.version, reply=Reply(RecipientAnswer.ACTED), by=by)
    DispatchEvent._base_manager.filter(dispatch=made).exclude(step="sent").update(at=at)


def came(made: Dispatch, kind: OutcomeKind, by: User, at: dt.datetime = IN_MAY, people: int | None = None) -> None:
    outcome = referrals.NewOutcome(kind, at.date(), how_many=people)
    referrals.note_outcome(id=uuid4(), dispatch=stands(made), outcome=outcome, by=by)


@pytest.fixture
def police(supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state", "phones": ["00-02"]})


@pytest.fixture
def shelter(supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented home", by=supervisor, content={"sort": "shelter", "phones": ["00-03"]})


def test_a_matter_is_in_a_row_once_however_many_letters_answers_and_people(
    enquire: Enquire, police: ReferenceEntry, operator: User
) -> None:
    matter, other = enquire(), enquire()
    first, second = ask(matter, police, operator), ask(matter, police, operator, IN_JUNE)
    for each in (first, second):
        answer(each, operator, IN_JUNE)
        came(each, OutcomeKind.OPERATION, operator)
        came(each, OutcomeKind.FREED, operator, IN_JUNE, people=62)
    ask(other, police, operator)
    assert counted() == {
        "asked state_bodies": 2,
        "answered state_bodies": 1,
        "came_of operation": 1,
        "came_of freed": 1,
    }
    assert said("dispatch_step") == {"sent": 3, "answered": 2}
    assert said("referral_outcome") == {"operation": 2, "freed": 2}


def test_a_closed_month_has_counted_it_for_good(
    enquire: Enquire, police: ReferenceEntry, operator: User, supervisor: User
) -> None:
    matter = enquire()
    made = ask(matter, police, operator)
    came(made, OutcomeKind.FREED, operator)
    close(MAY, supervisor)
    again = ask(matter, police, operator, IN_JUNE)
    came(again, OutcomeKind.FREED, operator, IN_JUNE)
    came(again, OutcomeKind.FREED, operator, dt.datetime(2007, 4, 1, 9, tzinfo=dt.UTC))  # late, of before the first
    answer(again, operator, IN_JUNE)
    close(JUNE, supervisor)
    assert counted() == {"asked state_bodies": 1, "came_of freed": 1, "answered state_bodies": 1}
    assert said("referral_outcome") == {"freed": 3}


def test_bodies_are_told_apart_by_two_kinds_and_what_asks_for_nothing_is_left_out(
    enquire: Enquire, police: ReferenceEntry, shelter: ReferenceEntry, operator: User
) -> None:
    matter, other = enquire(), enquire()
    for body in (police, shelter):
        ask(matter, body, operator)
    copy = ask(other, police, operator)
    Dispatch._base_manager.filter(pk=copy.pk).update(kind=DispatchKind.COURT)
    assert counted() == {"asked state_bodies": 1, "asked other_bodies": 1}
    Dispatch._base_manager.filter(pk=copy.pk).update(kind=DispatchKind.REFERRAL)
    DispatchEvent._base_manager.filter(dispatch=copy).update(at=IN_JUNE)  # so that the month is read anew
    assert counted() == {"asked state_bodies": 2, "asked other_bodies": 1, "referred referral": 1}


def test_what_two_centres_ask_about_one_matter_is_one_even_once_nothing_says_so_any_more(
    enquire: Enquire,
    police: ReferenceEntry,
    other_centre: Centre,
    other_operator: User,
    supervisor: User,
) -> None:
    enquiry = enquire()
    offering = transfers.Offering(other_centre, Ground.AGREED, ["answers"], enquiry.version)
    sent = transfers.offer(id=uuid4(), enquiry=enquiry, offering=offering, by=supervisor)
    received = accepting.accept(transfer=sent, by=other_operator)
    ask(received, police, other_operator)
    assert counted() == {"asked state_bodies": 1}
    close(MAY, supervisor)
    withdraw_consent(enquiry=Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk), by=supervisor)
    assert not Transfer._base_manager.exists()
    ask(enquiry, police, supervisor, IN_JUNE)  # in danger, which asks for no consent
    assert counted() == {"asked state_bodies": 1}
    assert said("dispatch_step")["sent"] == 2


def test_enquiries_that_continue_one_another_are_one_matter(
    enquire: Enquire, police: ReferenceEntry, operator: User
) -> None:
    before, now = enquire(), enquire()
    Enquiry._base_manager.filter(pk=now.pk).update(previous=before)
    for each in (before, now):
        came(ask(each, police, operator), OutcomeKind.OPERATION, operator)
    assert counted() == {"asked state_bodies": 1, "came_of operation": 1}


def test_what_is_about_no_enquiry_is_read_by_the_staff_and_in_no_published_row(
    enquire: Enquire, police: ReferenceEntry, operator: User
) -> None:
    made = ask(enquire(), police, operator)
    assert said("dispatch_step") == {"sent": 1}
    DispatchEvent._base_manager.create(centre=made.centre, dispatch=made, step="sent", at=IN_MAY)
    assert said("dispatch_step") == {"sent": 2}
    assert counted() == {"asked state_bodies": 1}


def test_a_mistake_counts_nowhere_and_hides_no_other_step_of_its_matter(
    enquire: Enquire, police: ReferenceEntry, operator: User
) -> None:
    before, now = enquire(), enquire()
    Enquiry._base_manager.filter(pk=now.pk).update(previous=before)
    for each in (before, now):
        came(ask(each, police, operator), OutcomeKind.FREED, operator)
    Enquiry._base_manager.filter(pk=before.pk).update(mistake="test")
    assert counted() == {"asked state_bodies": 1, "came_of freed": 1}


def test_withdrawn_consent_takes_what_came_of_it_out_of_an_open_month(
    enquire: Enquire, police: ReferenceEntry, operator: User, supervisor: User
) -> None:
    matter = enquire()
    came(ask(matter, police, operator), OutcomeKind.FREED, operator)
    withdraw_consent(enquiry=Enquiry._base_manager.select_related("centre").get(pk=matter.pk), by=supervisor)
    assert not ReferralOutcome._base_manager.exists()
    assert counted() == {"asked state_bodies": 1}


def test_all_of_it_is_published_of_all_centres_and_a_year_alone(enquire: Enquire) -> None:
    entries = {each.id: each for each in published_tables.tables() if each.id in HELPING | {"in_danger"}}
    assert set(entries) == HELPING | {"in_danger"}
    assert {tuple(each.groups.items()) for each in entries.values()} == {(("year", ("all",)),)}
    enquire()
    assert counted(MAY, MAY) == {}


# Alarms


def alarm(form: Enquiry | None, at: Centre, by: User) -> Danger:
    return raise_danger(id=uuid4(), centre=at, by=by, form=form.pk if form else None)


def finish(raised: Danger, by: User, ending: Ending = Ending.DONE) -> None:
    take(danger=raised, by=by)
    end(danger=raised, ending=ending, by=by)


def test_an_enquiry_in_danger_counts_once_and_an_alarm_without_one_not_at_all(
    enquire: Enquire, centre: Centre, other_centre: Centre, operator: User, other_operator: User
) -> None:
    matter, at_a_contact, elsewhere = enquire(), enquire(), enquire()
    for _time in range(2):
        finish(alarm(matter, centre, operator), operator)
    alarm(None, centre, operator)
    further = ContactFields(centre=centre, channel=Channel.PHONE, started_at=IN_MAY)
    link, _is_new = join_contact(enquiry=at_a_contact, contact=further, by=operator)
    finish(raise_danger(id=uuid4(), centre=centre, by=operator, form=link.contact_id), operator)
    alarm(elsewhere, other_centre, other_operator)  # a form of another centre, which any browser may name
    assert counted() == {"in_danger": 2}
    Danger._base_manager.update(raised_at=IN_MAY)
    assert said("dangers") == {"total": 5}


def test_an_alarm_that_was_a_mistake_leaves_the_open_month_and_a_closed_one_stays(
    enquire: Enquire, centre: Centre, operator: User, supervisor: User
) -> None:
    wrong, right = enquire(), enquire()
    raised = alarm(wrong, centre, operator), alarm(right, centre, operator)
    assert counted() == {"in_danger": 2}
    finish(raised[0], operator, Ending.MISTAKE)
    assert counted() == {"in_danger": 1}
    close(MAY, supervisor)
    finish(raised[1], operator, Ending.MISTAKE)
    alarm(wrong, centre, operator)
    enquire("2007-06-02T12:00:00+00:00")
    assert counted() == {"in_danger": 1}
