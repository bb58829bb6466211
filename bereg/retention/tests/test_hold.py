"""A hold keeps a record until its last day; one person sets it, and two lift it."""

import datetime as dt
import hashlib

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.retention import holds
from bereg.retention.models import Hold
from bereg.vault import actions
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason
from bereg.vault.faults import NotAllowed
from bereg.vault.tests.samples import Sample, make_table, sample
from conftest import make_user

pytestmark = pytest.mark.django_db
REASON = "an invented order, number 16"


@pytest.fixture
def record(centre: Centre) -> Sample:
    make_table()
    made = sample(centre.pk)
    made.save(force_insert=True)
    return made


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def set_hold(record: Sample, by: User, *, days: int = 30, reason: str = REASON, owner: User | None = None) -> Hold:
    until = in_days(days)
    return holds.hold(record=record, code=HoldReason.COURT, reason=reason, until=until, owner=owner or by, by=by)


def test_a_hold_is_recorded_and_its_reason_sealed(record: Sample, supervisor: User, operator: User) -> None:
    made = set_hold(record, supervisor)
    found = holds.of(record)
    assert found == made
    assert REASON.encode() not in bytes(made.reason)
    assert actions.reveal(made, "reason", by=supervisor, because=Because.REVIEW) == REASON
    with pytest.raises(NotAllowed):
        actions.reveal(made, "reason", by=operator, because=Because.REVIEW)
    entry, reason = ChainedAct.objects.get(action="hold.set"), ChainedAct.objects.get(action="hold.reason")
    assert (entry.target, entry.because, bytes(entry.sha256)) == (str(record.pk), "court", b"")
    assert (reason.target, reason.because) == (str(made.pk), "court")
    assert bytes(reason.sha256)[4:] == hashlib.sha256(made.reason).digest()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR}))
def test_nobody_but_a_supervisor_holds(record: Sample, centre: Centre, role: Role) -> None:
    with pytest.raises(holds.NotYourHoldError):
        set_hold(record, make_user(centre, role, "Somebody"))


def test_another_centres_supervisor_neither_holds_nor_owns(
    record: Sample, supervisor: User, other_centre: Centre
) -> None:
    stranger = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    for by, owner in ((stranger, stranger), (supervisor, stranger)):
        with pytest.raises(holds.NotYourHoldError):
            set_hold(record, by, owner=owner)
    set_hold(record, supervisor)
    assert not holds.seen_by(stranger).exists()


def test_a_hold_needs_a_reason_and_an_end(record: Sample, supervisor: User) -> None:
    with pytest.raises(holds.NoReasonError):
        set_hold(record, supervisor, reason=" short ")
    for days in (-1, 6 * 366):
        with pytest.raises(holds.NoEndError):
            set_hold(record, supervisor, days=days)
    assert not Hold._base_manager.exists()


def test_a_record_is_held_once_at_a_time(record: Sample, supervisor: User) -> None:
    first = set_hold(record, supervisor)
    with pytest.raises(holds.HeldError) as refused:
        set_hold(record, supervisor)
    assert refused.value.hold == first


def test_it_ends_by_itself_after_its_last_day(record: Sample, supervisor: User) -> None:
    set_hold(record, supervisor, days=1)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert holds.of(record)
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert holds.of(record) is None
        holds.refuse_held(record)
        assert set_hold(record, supervisor) == holds.of(record)


def test_a_second_person_has_to_agree_before_it_is_lifted(record: Sample, supervisor: User, centre: Centre) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    made = set_hold(record, supervisor)
    with pytest.raises(approvals.NeededError):
        holds.lift(hold=made, by=supervisor)
    with pytest.raises(holds.HeldError):
        holds.refuse_held(record)
    asked = approvals.ask(kind=holds.LIFTING, target=str(made.pk), by=supervisor)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=supervisor)
    approvals.decide(approval=asked, agrees=True, by=second)
    holds.lift(hold=made, by=supervisor)
    assert holds.of(record) is None
    entry = ChainedAct.objects.get(action="hold.lifted", actor=str(supervisor.pk))
    assert entry.centre == str(centre.pk)


def test_somebody_of_another_centre_has_no_say(record: Sample, supervisor: User, other_centre: Centre) -> None:
    stranger = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    made = set_hold(record, supervisor)
    assert stranger not in approvals.others(kind=holds.LIFTING, target=str(made.pk), by=supervisor)
    with pytest.raises(holds.NotYourHoldError):
        holds.lift(hold=made, by=stranger)


def test_where_nobody_else_could_agree_it_is_lifted_alone_and_that_is_recorded(
    record: Sample, supervisor: User
) -> None:
    made = set_hold(record, supervisor)
    holds.lift(hold=made, by=supervisor)
    assert holds.of(record) is None
    assert Approval.objects.get(kind=holds.LIFTING).decision == "alone"


def test_it_is_to_be_looked_at_each_year(record: Sample, supervisor: User) -> None:
    made = set_hold(record, supervisor, days=800)
    assert holds.reviews_due() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=370)):
        assert holds.reviews_due() == 1
        holds.review(hold=made, by=supervisor)
        assert ChainedAct.objects.get(action="hold.reviewed").centre == str(made.centre_id)
        assert holds.reviews_due() == 0


def test_what_is_not_there_cannot_be_held(centre: Centre, supervisor: User) -> None:
    make_table()
    with pytest.raises(ObjectDoesNotExist):
        set_hold(sample(centre.pk), supervisor)
    assert not Hold._base_manager.exists()
