"""An administrator reads one record for an hour; the supervisors are told at once and review it."""

import datetime as dt
import hashlib

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.emergency_access import break_glass
from bereg.emergency_access.models import BreakGlass
from bereg.vault import actions, rules
from bereg.vault.because import Because
from bereg.vault.classes import Kind, Verdict
from bereg.vault.faults import NotAllowed
from bereg.vault.tests.samples import KEPT, Sample, sample
from conftest import make_user

TEXT, REASON = "She asks for a lawyer.", "The police asks whether a life is in danger; nobody of the centre answers."
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def sealed(centre: Centre) -> Sample:
    made = sample(centre.pk)
    made.narrative, made.telephone = actions.seal_all(
        made, {"narrative": TEXT, "telephone": "+7 900 000-00-16"}
    ).values()
    return made


@pytest.fixture
def record(centre: Centre, acts_noted: None) -> Sample:
    return sealed(centre)


@pytest.fixture
def admin(centre: Centre) -> User:
    return make_user(None, Role.ADMIN, "Administrator 01")


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


def open_(record: Sample, by: User, reason: str = REASON) -> BreakGlass:
    return break_glass.break_glass(record=record, reason=reason, by=by)


def read(record: Sample, by: User, because: Because = Because.BREAK_GLASS) -> dict[str, str]:
    return actions.reveal_all(record, ["narrative", "telephone"], by=by, because=because)


def acts() -> list[str]:
    return list(ChainedAct._base_manager.exclude(action=KEPT).order_by("pk").values_list("action", flat=True))


def told(kind: str = break_glass.OPENED) -> set[User]:
    return {notice.person for notice in Notice.objects.filter(kind=kind, read_at=None)}


def test_the_record_is_read_for_an_hour_and_each_reading_is_written_down(record: Sample, admin: User) -> None:
    with pytest.raises(NotAllowed):
        read(record, admin)
    with time_machine.travel(NOW, tick=False):
        made = open_(record, admin)
    opened = ChainedAct._base_manager.get(action="break_glass.opened")
    assert bytes(opened.sha256)[4:] == hashlib.sha256(made.reason).digest()
    with time_machine.travel(NOW + dt.timedelta(minutes=59, seconds=59), tick=False):
        assert read(record, admin) == {"narrative": TEXT, "telephone": "+7 900 000-00-16"}
        read(record, admin)
    with time_machine.travel(NOW + dt.timedelta(minutes=60), tick=False), pytest.raises(NotAllowed):
        read(record, admin)
    assert acts() == ["break_glass.opened", "text.revealed", "text.revealed"]
    read_entry = ChainedAct._base_manager.order_by("pk").last()
    assert read_entry
    assert (read_entry.actor, read_entry.target, read_entry.because) == (str(admin.pk), str(record.pk), "break_glass")


def test_it_opens_that_record_alone_to_that_person_alone(record: Sample, admin: User, centre: Centre) -> None:
    open_(record, admin)
    with pytest.raises(NotAllowed):
        read(sealed(centre), admin)
    with pytest.raises(NotAllowed):
        read(record, make_user(None, Role.ADMIN, "Administrator 02"))


def test_it_is_read_for_this_reason_alone(record: Sample, admin: User) -> None:
    open_(record, admin)
    for because in set(Because) - {Because.BREAK_GLASS}:
        with pytest.raises(NotAllowed):
            read(record, admin, because)


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.NARRATIVE, Kind.CONTACT, Kind.VOICE}))
def test_no_other_class_of_text_is_opened(record: Sample, admin: User, kind: Kind) -> None:
    open_(record, admin)
    assert not rules.allows(admin, record, kind, Because.BREAK_GLASS)


def test_another_record_waits_until_the_hour_is_over_and_the_refusal_is_written_down(
    record: Sample, admin: User, centre: Centre
) -> None:
    other = sealed(centre)
    with time_machine.travel(NOW, tick=False):
        first = open_(record, admin)
        break_glass.end(opening=first, by=admin)  # to close it again early opens no other one sooner
    with time_machine.travel(NOW + dt.timedelta(minutes=59), tick=False):
        with pytest.raises(break_glass.TooSoonError) as refused:
            open_(other, admin)
        assert refused.value.possible_at == NOW + dt.timedelta(minutes=60)
        assert not break_glass.is_open(admin, other)
        open_(other, make_user(None, Role.ADMIN, "Administrator 02"))
    entry = ChainedAct._base_manager.get(action="refused.break_glass")
    assert (entry.actor, entry.target, entry.because) == (str(admin.pk), str(other.pk), "too_soon")
    with time_machine.travel(NOW + dt.timedelta(minutes=60), tick=False):
        open_(other, admin)


def test_the_same_record_may_be_opened_again_and_one_stays_open(record: Sample, admin: User) -> None:
    first, again = open_(record, admin), open_(record, admin)
    assert break_glass.open_of(admin) == again
    first.refresh_from_db()
    assert first.ended_at
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database take two
        BreakGlass._base_manager.filter(pk=first.pk).update(ended_at=None)


def test_what_ran_out_keeps_its_hour(record: Sample, admin: User, centre: Centre) -> None:
    with time_machine.travel(NOW, tick=False):
        first = open_(record, admin)
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        open_(sealed(centre), admin)
    first.refresh_from_db()
    assert first.ended_at == first.ends_at == NOW + dt.timedelta(minutes=60)


def test_a_clock_that_is_set_back_lengthens_no_hour_and_forbids_no_other(
    record: Sample, admin: User, centre: Centre
) -> None:
    other = sealed(centre)
    with time_machine.travel(NOW + dt.timedelta(days=365), tick=False):
        open_(record, admin)
        assert break_glass.is_open(admin, record)
    with time_machine.travel(NOW, tick=False):
        assert not break_glass.is_open(admin, record)
        assert break_glass.last_opened_at(admin) is None
        open_(other, admin)
        assert break_glass.is_open(admin, other)


def test_it_ends_before_its_time_by_whom_it_is(record: Sample, admin: User, second: User) -> None:
    opening = open_(record, admin)
    with pytest.raises(break_glass.NotYourEmergencyError):
        break_glass.end(opening=opening, by=second)
    for _ in range(2):
        break_glass.end(opening=opening, by=admin)
    with pytest.raises(NotAllowed):
        read(record, admin)
    assert acts().count("break_glass.ended") == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_other_roles_do_not_break_it(record: Sample, centre: Centre, role: Role) -> None:
    with pytest.raises(break_glass.NotYourEmergencyError):
        open_(record, make_user(centre, role, "Somebody"))
    assert not BreakGlass._base_manager.exists()


def test_who_is_no_administrator_any_more_reads_no_more(record: Sample, admin: User) -> None:
    open_(record, admin)
    admin.role = Role.SUPERVISOR
    with pytest.raises(NotAllowed):
        read(record, admin)
    admin.role, admin.closed_at = Role.ADMIN, timezone.now()
    with pytest.raises(NotAllowed):
        read(record, admin)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "urgent",
        " " * 30,
        "x" * 20,
        "a b c d e f g h i j k l",
        "urgent Urgent, URGENT urgent",
        "1 22 333 4444 55555 6",
    ],
)
def test_a_reason_that_says_nothing_is_refused(record: Sample, admin: User, reason: str) -> None:
    with pytest.raises(break_glass.ReasonTooShortError):
        open_(record, admin, reason)
    assert not BreakGlass._base_manager.exists()
    assert acts() == []


def test_the_reason_is_sealed_and_read_by_who_reviews(
    record: Sample, admin: User, second: User, other_centre: Centre, operator: User
) -> None:
    opening = open_(record, admin)
    assert REASON.encode() not in bytes(opening.reason)
    assert REASON not in repr(list(ChainedAct._base_manager.values_list())) + repr(list(Notice.objects.values_list()))
    for person in (second, admin):
        assert actions.reveal(opening, "reason", by=person, because=Because.REVIEW) == REASON
    for person in (make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"), operator):
        with pytest.raises(NotAllowed):
            actions.reveal(opening, "reason", by=person, because=Because.REVIEW)


def test_the_key_of_a_reason_is_not_swept_away(record: Sample, admin: User, second: User) -> None:
    with time_machine.travel(NOW, tick=False):
        opening = open_(record, admin)
    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        actions.sweep_spare_keys()
        assert actions.reveal(opening, "reason", by=second, because=Because.REVIEW) == REASON


def test_every_supervisor_of_the_records_centre_is_told(
    record: Sample, admin: User, supervisor: User, second: User, other_centre: Centre
) -> None:
    make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    make_user(None, Role.ADMIN, "Administrator 02")
    open_(record, admin)
    assert told() == {supervisor, second}


def test_where_there_are_fewer_than_two_other_administrators_are_told_too(
    record: Sample, admin: User, supervisor: User
) -> None:
    other = make_user(None, Role.ADMIN, "Administrator 02")
    open_(record, admin)
    assert told() == {supervisor, other}


def test_where_nobody_can_be_told_it_is_marked(record: Sample, admin: User, centre: Centre) -> None:
    (none,) = break_glass.told_at_each_centre(admin)
    assert (none.centre, none.supervisors, none.admins) == (centre, 0, 0)
    open_(record, admin)
    assert told() == set()
    opened = ChainedAct._base_manager.filter(action=break_glass.OPENED)
    assert opened.get().because == break_glass.NOBODY_TOLD
    make_user(None, Role.ADMIN, "Administrator 02")
    make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    (two,) = break_glass.told_at_each_centre(admin)
    assert (two.supervisors, two.admins) == (1, 1)
    open_(record, admin)
    assert [entry.because for entry in opened.order_by("seq")] == [break_glass.NOBODY_TOLD, record._meta.label_lower]
    make_user(centre, Role.SUPERVISOR, "Supervisor 03")
    (three,) = break_glass.told_at_each_centre(admin)
    assert (three.supervisors, three.admins) == (2, 0)


@pytest.mark.parametrize("away", ["closed", "role", "centre"])
def test_who_was_shut_out_for_that_minute_is_told_once_they_are_back(
    away: str, record: Sample, admin: User, supervisor: User
) -> None:
    other = make_user(None, Role.ADMIN, "Administrator 02")
    was, ways = User.objects.filter(pk__in=[supervisor.pk, other.pk]), supervisor.memberships.all()
    (centre_id,) = ways.values_list("centre", flat=True)
    if away == "closed":
        was.update(closed_at=timezone.now())
    elif away == "role":
        was.update(role=Role.OPERATOR)
    else:
        ways.all().delete()
        was.filter(pk=other.pk).update(closed_at=timezone.now())
    open_(record, admin)
    break_glass.tell_who_came_since()
    assert told() == set()
    was.update(closed_at=None)
    was.filter(pk=supervisor.pk).update(role=Role.SUPERVISOR)
    was.filter(pk=other.pk).update(role=Role.ADMIN)
    supervisor.memberships.get_or_create(centre_id=centre_id)
    for _twice in range(2):
        break_glass.tell_who_came_since()
    assert told() == {supervisor, other}
    assert Notice.objects.count() == 2


def test_whom_the_opener_let_in_lately_neither_counts_nor_reviews_where_anybody_else_could(
    record: Sample, admin: User, supervisor: User, second: User
) -> None:
    third = make_user(None, Role.ADMIN, "Administrator 02")
    User.objects.filter(pk=supervisor.pk).update(invited_by=admin)
    (shown,) = break_glass.told_at_each_centre(admin)
    assert (shown.supervisors, shown.admins) == (1, 1)
    opening = open_(record, admin)
    assert told() == {second, third}
    with pytest.raises(break_glass.NotYourEmergencyError):
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=supervisor)
    User.objects.filter(pk=second.pk).update(closed_at=timezone.now())
    assert opening.may_be_reviewed_by(third)
    assert not opening.may_be_reviewed_by(supervisor)
    User.objects.filter(pk=third.pk).update(closed_at=timezone.now())
    assert opening.may_be_reviewed_by(supervisor)


def test_what_was_reviewed_by_whom_the_opener_let_in_is_reviewed_by_who_is_back(
    record: Sample, admin: User, supervisor: User, second: User, centre: Centre
) -> None:
    User.objects.filter(pk=supervisor.pk).update(invited_by=admin)
    away = User.objects.filter(pk=second.pk)
    away.update(closed_at=timezone.now())
    opening = open_(record, admin)
    break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=supervisor)
    away.update(closed_at=None)
    break_glass.tell_who_came_since()
    assert told() == {second}
    again = break_glass.seen(second, opening.pk)
    assert again
    assert again.waits_for(second)
    assert not again.waits_for(supervisor)
    break_glass.review(opening=again, verdict=Verdict.UNJUSTIFIED, by=second)
    with pytest.raises(break_glass.AlreadyReviewedError):
        break_glass.review(opening=again, verdict=Verdict.JUSTIFIED, by=make_user(centre, Role.SUPERVISOR, "Another"))
    again.refresh_from_db()
    assert (again.verdict, again.reviewed_by) == (Verdict.UNJUSTIFIED, second)
    assert told() == set()


def test_whom_such_a_review_found_away_still_has_it_before_them(
    record: Sample, admin: User, supervisor: User, second: User
) -> None:
    User.objects.filter(pk=supervisor.pk).update(invited_by=admin)
    opening = open_(record, admin)
    User.objects.filter(pk=second.pk).update(closed_at=timezone.now())
    break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=supervisor)
    assert told() == {second}


def test_what_was_reviewed_is_told_to_nobody_who_comes_later(
    record: Sample, admin: User, supervisor: User, centre: Centre
) -> None:
    break_glass.review(opening=open_(record, admin), verdict=Verdict.JUSTIFIED, by=supervisor)
    make_user(centre, Role.SUPERVISOR, "Supervisor 03")
    break_glass.tell_who_came_since()
    assert told() == set()


def test_a_supervisor_of_the_centre_reviews_it_once(
    record: Sample, admin: User, supervisor: User, second: User
) -> None:
    opening = open_(record, admin)
    assert break_glass.seen_by(second) == [opening]
    break_glass.review(opening=opening, verdict=Verdict.UNJUSTIFIED, by=second)
    with pytest.raises(break_glass.AlreadyReviewedError):
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=supervisor)
    opening.refresh_from_db()
    assert (opening.verdict, opening.reviewed_by) == (Verdict.UNJUSTIFIED, second)
    assert acts()[-1] == "break_glass.reviewed"
    assert told() == set()


def test_nobody_reviews_themselves_even_after_a_change_of_role(record: Sample, admin: User, centre: Centre) -> None:
    opening = open_(record, admin)
    with pytest.raises(break_glass.NotYourEmergencyError):
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=admin)
    admin.role = Role.SUPERVISOR
    admin.save()
    centre.memberships.create(user=admin)
    with pytest.raises(break_glass.NotYourEmergencyError):
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database take it
        BreakGlass._base_manager.update(verdict=Verdict.JUSTIFIED, reviewed_by=admin, reviewed_at=timezone.now())


def test_a_supervisor_of_another_centre_neither_sees_nor_reviews(
    record: Sample, admin: User, other_centre: Centre
) -> None:
    opening, stranger = open_(record, admin), make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    assert break_glass.seen_by(stranger) == []
    assert break_glass.seen(stranger, opening.pk) is None
    with pytest.raises(break_glass.NotYourEmergencyError):
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=stranger)


def test_another_administrator_reviews_only_where_the_centre_has_no_supervisor(
    record: Sample, admin: User, centre: Centre
) -> None:
    opening, other = open_(record, admin), make_user(None, Role.ADMIN, "Administrator 02")
    assert opening.may_be_reviewed_by(other)
    make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    assert not opening.may_be_reviewed_by(other)


def test_an_unreviewed_one_stays_on_the_list_and_a_reviewed_one_leaves_it_after_90_days(
    record: Sample, admin: User, second: User, centre: Centre
) -> None:
    with time_machine.travel(NOW, tick=False):
        reviewed = open_(record, admin)
        break_glass.review(opening=reviewed, verdict=Verdict.JUSTIFIED, by=second)
        waiting = open_(sealed(centre), make_user(None, Role.ADMIN, "Administrator 02"))
    with time_machine.travel(NOW + dt.timedelta(days=91), tick=False):
        assert break_glass.seen_by(second) == [waiting]
        assert waiting.review_by == NOW + dt.timedelta(hours=72)
