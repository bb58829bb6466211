"""An enquiry passes to another centre: offered with codes alone, opened by who accepts, by nobody else."""

import datetime as dt
from dataclasses import replace
from unittest.mock import Mock
from uuid import uuid4, uuid5

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.enquiries import actions as enquiries
from bereg.enquiries import from_other_centre
from bereg.enquiries.entries import entries_of
from bereg.enquiries.lookup import by_number_or_code_word
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.registration import Matter
from bereg.retention import clock, rules
from bereg.tasks import safe_contact
from bereg.tasks.choices import LeftMessage, PicksUp
from bereg.tasks.queries import safe_contact_of
from bereg.tasks.safe_contact import Safe
from bereg.transfers import accepting, actions
from bereg.transfers.choices import DeclineReason, Ground
from bereg.transfers.expiry import PATIENCE
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import ANSWERS, NARRATIVE
from bereg.transfers.queries import centres_for, ended_there, offers_to, transfer_for
from bereg.transfers.tests.conftest import LATER, REACH, SAID, now, offer, registered, stands
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed
from bereg.vault.models import Key
from conftest import make_user
from tests.opened import answers_of, code_word_of, text_of


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, read_at=None).values_list("person__name", flat=True))


def is_readable(transfer: Transfer) -> bool:
    return Key.objects.filter(record=transfer.pk).exists() or stands(transfer).parcel != b""


def cut_short(offered: Transfer, by: User) -> None:
    """Accept it, and have the power fail before anything is opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_other_centre, "sealed", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            accepting.accept(transfer=offered, by=by)


def test_the_other_centre_sees_region_language_topics_and_urgency_alone(
    offered: Transfer, other_centre: Centre
) -> None:
    seen = (offered.region, offered.language, offered.topics.split(), offered.urgency)
    assert seen == ("RU-AST", "uz", ["unpaid_wages"], Urgency.NORMAL)
    assert Key.objects.get(record=offered.pk).centre == other_centre.pk
    for secret in (SAID, LATER, REACH):
        assert secret.encode() not in offered.parcel


def test_nobody_opens_it_before_it_is_accepted(offered: Transfer, other_operator: User, operator: User) -> None:
    for person in (other_operator, operator):
        with pytest.raises(NotAllowed):
            vault.reveal(offered, "parcel", by=person, because=Because.CASE_WORK)


def test_accepted_it_is_an_enquiry_of_the_other_centre(
    offered: Transfer, enquiry: Enquiry, other_operator: User
) -> None:
    made = now(accepting.accept(transfer=offered, by=other_operator))
    assert made.number.startswith("AST-")
    assert (made.centre_id, made.assignee, made.consent) == (offered.centre_id, other_operator, Consent.YES)
    assert (text_of(made), text_of(made, "call_back"), answers_of(made)) == (SAID, REACH, answers_of(enquiry))
    assert [text_of(each, "text") for each in entries_of(made)] == [LATER]
    assert (stands(offered).received, is_readable(offered)) == (made, False)
    assert made.pk != uuid5(offered.pk, "received")  # the centre that offers it knows the offer's id
    assert [act.action for act in entries_on(offered)][-2:] == ["text.revealed", "text.erased"]
    assert told("transfer.offered") == set()
    assert told("transfer.accepted") == {"Operator 04"}


def test_only_what_was_chosen_goes(
    enquiry: Enquiry, other_centre: Centre, other_operator: User, operator: User
) -> None:
    sent = offer(enquiry, other_centre, operator, chosen=[ANSWERS])
    made = now(accepting.accept(transfer=sent, by=other_operator))
    assert (made.narrative, made.call_back, entries_of(made)) == (b"", b"", [])
    assert answers_of(made) == answers_of(enquiry)


def test_how_it_is_safe_to_call_goes_with_the_number_and_never_without_it(
    enquiry: Enquiry, other_centre: Centre, other_operator: User, operator: User
) -> None:
    Centre.objects.filter(pk=other_centre.pk).update(time_zone="Asia/Yekaterinburg")  # two hours before Moscow
    safe = Safe(dt.time(17), None, "uz", PicksUp.OTHERS, LeftMessage.NO, "Her sister: say that it is the library.")
    safe_contact.write(enquiry=enquiry, version=0, safe=safe, by=operator)
    sent = offer(enquiry, other_centre, operator, chosen=[NARRATIVE])
    made = now(accepting.accept(transfer=sent, by=other_operator))
    assert safe_contact_of(made) is None
    assert b"library" not in sent.parcel

    sent = offer(enquiry, other_centre, operator)
    made = now(accepting.accept(transfer=sent, by=other_operator))
    assert safe_contact.read(made, by=other_operator) == replace(safe, hours_from=dt.time(19))
    beside = safe_contact_of(made)
    assert beside
    assert "safe_contact.written" in {act.action for act in entries_on(beside)}


def test_declined_it_was_not_read_and_the_copy_is_gone(offered: Transfer, other_operator: User) -> None:
    actions.decline(transfer=offered, because=DeclineReason.LANGUAGE, by=other_operator)
    assert (stands(offered).because, is_readable(offered)) == ("language", False)
    assert "text.revealed" not in [act.action for act in entries_on(offered)]
    assert told("transfer.declined") == {"Operator 04"}
    with pytest.raises(actions.AnsweredError):
        accepting.accept(transfer=offered, by=other_operator)
    assert not Enquiry._base_manager.filter(is_received=True).exists()


def test_taken_back_nobody_there_reads_it(
    offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    actions.withdraw(transfer=offered, enquiry=enquiry, by=operator)
    assert not is_readable(offered)
    with pytest.raises(actions.AnsweredError):
        actions.decline(transfer=offered, because=DeclineReason.LANGUAGE, by=other_operator)
    assert offer(enquiry, offered.centre, operator).is_open  # to whom it is offered next is free


def test_of_two_who_accept_one_is_first(offered: Transfer, other_operator: User, other_centre: Centre) -> None:
    second = make_user(other_centre, Role.OPERATOR, "Operator 10")
    made = accepting.accept(transfer=offered, by=other_operator)
    with pytest.raises(actions.AnsweredError) as slower:
        accepting.accept(transfer=offered, by=second)
    assert slower.value.transfer is not None
    assert slower.value.transfer.answered_by == other_operator
    assert accepting.accept(transfer=offered, by=other_operator) == made  # pressed twice
    assert Enquiry._base_manager.filter(is_received=True).count() == 1


def test_who_accepted_and_got_no_further_is_followed_by_a_colleague(
    offered: Transfer, other_operator: User, other_centre: Centre
) -> None:
    cut_short(offered, other_operator)
    second = make_user(other_centre, Role.OPERATOR, "Operator 10")
    with pytest.raises(actions.AnsweredError):
        accepting.accept(transfer=offered, by=second)
    with time_machine.travel(timezone.now() + PATIENCE + dt.timedelta(seconds=1)):
        made = accepting.accept(transfer=offered, by=second)
    assert (text_of(now(made)), now(made).assignee) == (SAID, second)


def test_an_acceptance_that_was_cut_short_waits_for_who_may_go_on(
    offered: Transfer, other_operator: User, other_centre: Centre
) -> None:
    second = make_user(other_centre, Role.OPERATOR, "Operator 10")
    cut_short(offered, other_operator)
    moment = timezone.now()
    assert list(offers_to(other_operator, moment)) == [offered]
    assert list(offers_to(second, moment)) == []
    assert list(offers_to(second, moment + PATIENCE + dt.timedelta(seconds=1))) == [offered]
    accepting.accept(transfer=offered, by=other_operator)
    assert list(offers_to(other_operator, timezone.now())) == []


def test_the_copy_opens_still_where_the_sender_could_not_be_told(
    offered: Transfer, other_operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(accepting, "tell_sender", Mock(side_effect=OperationalError("deadlock detected")))
        with pytest.raises(OperationalError):
            accepting.accept(transfer=offered, by=other_operator)
    assert text_of(now(accepting.accept(transfer=offered, by=other_operator))) == SAID


def test_it_is_offered_once_at_a_time(offered: Transfer, enquiry: Enquiry, operator: User) -> None:
    assert offer(enquiry, offered.centre, operator, id=offered.pk) == offered  # the same form again
    with pytest.raises(actions.AlreadyOfferedError):
        offer(enquiry, offered.centre, operator)


def test_without_a_yes_danger_is_the_only_ground(
    enquiry: Enquiry, centre: Centre, other_centre: Centre, operator: User, other_operator: User
) -> None:
    with pytest.raises(actions.NotAskedError):
        offer(enquiry, other_centre, operator, Ground.NO_TIME)
    urgent = registered(centre, operator, Urgency.DANGER)
    sent = offer(urgent, other_centre, operator, Ground.NO_TIME)
    assert told("transfer.offered_in_danger") == {"Operator 09"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer._base_manager.filter(pk=sent.pk).update(urgency=Urgency.SOON)


def test_stale_or_foreign_or_unstaffed_is_refused(
    enquiry: Enquiry, other_centre: Centre, operator: User, other_operator: User
) -> None:
    with pytest.raises(actions.StaleOfferError):
        offer(enquiry, other_centre, operator, version=now(enquiry).version + 1)
    with pytest.raises(actions.NotYoursError):
        offer(enquiry, other_centre, other_operator)
    User.objects.filter(pk=other_operator.pk).update(closed_at=timezone.now())
    assert not centres_for(enquiry).exists()
    with pytest.raises(actions.NotYoursError):
        offer(enquiry, other_centre, operator)


def test_where_the_sender_left_whoever_answers_there_is_told(
    offered: Transfer, operator: User, supervisor: User, other_operator: User
) -> None:
    User.objects.filter(pk=operator.pk).update(closed_at=timezone.now())
    actions.decline(transfer=offered, because=DeclineReason.CAPACITY, by=other_operator)
    assert told("transfer.declined") == {"Supervisor 01"}


def test_a_week_without_an_answer_ends_it(offered: Transfer, enquiry: Enquiry, other_operator: User) -> None:
    assert list(offers_to(other_operator, timezone.now())) == [offered]
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1), tick=False):
        assert not offers_to(other_operator, timezone.now()).exists()
        with pytest.raises(actions.AnsweredError):
            accepting.accept(transfer=offered, by=other_operator)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "demand", lambda: None)
            assert {run.rule: run.fault or run.erased for run in rules.erase_due()}["transfers"] == 1
    assert (stands(offered).state, is_readable(offered)) == ("lapsed", False)
    assert told("transfer.lapsed") == {"Operator 04"}


def test_the_sender_learns_the_outcome_alone(offered: Transfer, other_operator: User, other_centre: Centre) -> None:
    made = now(accepting.accept(transfer=offered, by=other_operator))
    assert not ended_there(stands(offered)).is_closed
    matter = Matter(consent=Consent.YES, outcome=Outcome.DIRECTED, narrative="Told where to turn.")
    corrected = enquiries.correct_enquiry(enquiry=made, version=made.version, matter=matter, by=other_operator)
    assert ended_there(stands(offered)).outcome == ""
    enquiries.close_enquiry(enquiry=corrected, by=other_operator)
    ended = ended_there(stands(offered))
    assert (ended.is_closed, ended.outcome) == (True, Outcome.DIRECTED)


def test_the_code_word_leads_to_the_enquiry_of_each_centre(
    offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    word = code_word_of(enquiry)
    assert by_number_or_code_word(other_operator, word) is None
    made = accepting.accept(transfer=offered, by=other_operator)
    assert by_number_or_code_word(operator, word) == enquiry
    assert by_number_or_code_word(other_operator, word) == made


def test_an_id_of_nothing_is_nobodys(other_operator: User) -> None:
    assert transfer_for(other_operator, uuid4()) is None
