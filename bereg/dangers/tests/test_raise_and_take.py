"""An alarm from the key to its end: it is never refused, one person takes it, and nothing of the caller is in it."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.dangers import actions
from bereg.dangers.choices import Ending, PassReason, ProcedureKind
from bereg.dangers.models import Danger, TickedStep
from bereg.dangers.procedures import steps_of
from bereg.dangers.retention_rules import dangers_due
from bereg.dangers.tests.conftest import Raise, stands, told_of
from bereg.retention import clock, rules
from conftest import make_user


def acts(danger: Danger) -> list[tuple[str, str]]:
    return [(each.action, each.because) for each in entries_on(danger)]


def test_an_alarm_tells_who_may_read_the_enquiries_of_the_centre(
    raised: Raise, centre: Centre, supervisor: User, lawyer: User, far_supervisor: User
) -> None:
    make_user(centre, Role.OPERATOR, "Operator 02")
    danger = raised()
    assert told_of(danger) == {supervisor.name, "Operator 02"}  # not who raised it: they know
    assert acts(danger) == [("danger.raised", "")]


def test_the_same_form_again_is_the_same_alarm(raised: Raise, centre: Centre, operator: User, supervisor: User) -> None:
    form = uuid4()
    first = raised(form=form)
    for own in (first.pk, uuid4()):
        assert actions.raise_danger(id=own, centre=centre, form=form, by=supervisor).pk == first.pk
    actions.end(danger=first, ending=Ending.MISTAKE, by=operator)
    again = actions.raise_danger(id=first.pk, centre=centre, form=form, by=operator)
    assert (again.pk != first.pk, again.form) == (True, form)


def test_a_form_that_another_centre_has_an_alarm_of_is_heard_too(
    raised: Raise, other_centre: Centre, far_supervisor: User
) -> None:
    first = raised(form=uuid4())
    second = actions.raise_danger(id=first.pk, centre=other_centre, form=first.form, by=far_supervisor)
    assert (second.pk != first.pk, second.form, second.centre) == (True, None, other_centre)


@pytest.mark.parametrize("is_of_a_form", [True, False])
@pytest.mark.parametrize("is_passed", [True, False])
def test_an_alarm_that_was_taken_days_ago_and_never_ended_swallows_no_new_one(
    raised: Raise,
    centre: Centre,
    other_centre: Centre,
    operator: User,
    far_supervisor: User,
    *,
    is_of_a_form: bool,
    is_passed: bool,
) -> None:
    old = raised(minutes_ago=3 * 24 * 60, form=uuid4() if is_of_a_form else None)
    actions.take(danger=old, by=operator)
    if is_passed:
        actions.pass_on(danger=stands(old), to=other_centre, because=PassReason.THERE, by=operator)
        actions.take(danger=stands(old), by=far_supervisor)
    sent_id = uuid4() if is_of_a_form else old.pk
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    new = actions.raise_danger(id=sent_id, centre=centre, form=old.form, by=colleague)
    assert (new.pk != old.pk, new.form, stands(new).taken_at) == (True, None, None)
    assert told_of(new) == {operator.name}
    if is_of_a_form:  # the key pressed twice
        assert actions.raise_danger(id=sent_id, centre=centre, form=old.form, by=colleague).pk == new.pk


def test_one_that_was_passed_and_waits_elsewhere_is_not_that_of_the_centre(
    raised: Raise, centre: Centre, other_centre: Centre, operator: User, supervisor: User
) -> None:
    old = raised(minutes_ago=60, form=uuid4())
    actions.take(danger=old, by=supervisor)
    actions.pass_on(danger=stands(old), to=other_centre, because=PassReason.THERE, by=supervisor)
    new = actions.raise_danger(id=uuid4(), centre=centre, form=old.form, by=operator)
    assert (new.pk != old.pk, told_of(new)) == (True, {supervisor.name})


def test_the_key_pressed_again_while_a_colleague_takes_it_is_the_same_alarm(
    raised: Raise, centre: Centre, operator: User, supervisor: User
) -> None:
    first = raised(form=uuid4(), minutes_ago=2)
    actions.take(danger=first, by=supervisor)
    assert actions.raise_danger(id=first.pk, centre=centre, form=first.form, by=operator).pk == first.pk
    Danger._base_manager.update(raised_at=timezone.now() - dt.timedelta(minutes=6))
    assert actions.raise_danger(id=first.pk, centre=centre, form=first.form, by=operator).pk != first.pk


def test_of_two_who_take_it_one_has_it_and_the_other_is_told_who(
    raised: Raise, operator: User, supervisor: User
) -> None:
    danger = raised(minutes_ago=7)
    actions.take(danger=danger, by=supervisor)
    with pytest.raises(actions.TakenError) as refused:
        actions.take(danger=danger, by=operator)
    assert refused.value.danger.taken_by == supervisor
    actions.take(danger=danger, by=supervisor)  # the key pressed twice
    now = stands(danger)
    assert (now.taken_by, now.minutes_untaken, told_of(danger)) == (supervisor, 7, set())
    assert acts(danger) == [("danger.raised", ""), ("danger.taken", "")]


def test_each_step_is_written_down_once_with_its_words(raised: Raise, centre: Centre, supervisor: User) -> None:
    danger = raised()
    actions.take(danger=danger, by=supervisor)
    for _ in range(2):
        actions.tick(danger=danger, kind=ProcedureKind.CHILD, number=0, place=2, by=supervisor)
    step = TickedStep._base_manager.get()
    assert step.words == steps_of(centre, ProcedureKind.CHILD).lines[1]
    assert acts(danger)[-1] == ("danger.step_done", "2")  # of which procedure would tell the danger
    for place in (0, 99):
        with pytest.raises(IndexError):
            actions.tick(danger=danger, kind=ProcedureKind.CHILD, number=0, place=place, by=supervisor)


def test_a_step_of_other_steps_than_those_that_stand_is_refused(
    raised: Raise, centre: Centre, supervisor: User
) -> None:
    danger = raised()
    actions.take(danger=danger, by=supervisor)
    kind = ProcedureKind.SUICIDE
    actions.write_procedure(centre=centre, kind=kind, number=0, text="Call 112.\n\n Stay. ", by=supervisor)
    with pytest.raises(actions.StaleProcedureError) as refused:
        actions.tick(danger=danger, kind=kind, number=0, place=1, by=supervisor)
    assert refused.value.current.lines == ["Call 112.", "Stay."]
    with pytest.raises(actions.StaleProcedureError):
        actions.write_procedure(centre=centre, kind=kind, number=0, text="Other.", by=supervisor)
    actions.write_procedure(centre=centre, kind=kind, number=1, text="", by=supervisor)
    assert (steps_of(centre, kind).is_own, steps_of(centre, kind).number) == (False, 2)


def test_nobody_ticks_a_step_of_an_alarm_that_nobody_has(raised: Raise, operator: User) -> None:
    danger, step = raised(), {"kind": ProcedureKind.DANGER, "number": 0, "place": 1, "by": operator}
    with pytest.raises(actions.NotTakenError):
        actions.tick(danger=danger, **step)  # type: ignore[arg-type]
    actions.end(danger=danger, ending=Ending.MISTAKE, by=operator)
    with pytest.raises(actions.EndedError):
        actions.tick(danger=danger, **step)  # type: ignore[arg-type]
    assert not TickedStep._base_manager.exists()


def test_it_ends_once_and_is_dealt_with_only_by_who_took_it(raised: Raise, operator: User, supervisor: User) -> None:
    danger = raised()
    with pytest.raises(actions.NotTakenError):
        actions.end(danger=danger, ending=Ending.DONE, by=operator)
    actions.take(danger=danger, by=supervisor)
    actions.end(danger=danger, ending=Ending.DONE, by=supervisor)
    with pytest.raises(actions.EndedError):
        actions.end(danger=danger, ending=Ending.MISTAKE, by=operator)
    with pytest.raises(actions.EndedError):
        actions.tick(danger=danger, kind=ProcedureKind.DANGER, number=0, place=1, by=supervisor)
    with pytest.raises(actions.TakenError):
        actions.take(danger=danger, by=supervisor)
    assert acts(danger)[-1] == ("danger.ended", "done")


def test_after_a_year_its_month_is_left_and_nobody_in_it(
    raised: Raise, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger = raised(minutes_ago=20, form=uuid4())
    actions.take(danger=danger, by=supervisor)
    actions.tick(danger=danger, kind=ProcedureKind.DANGER, number=0, place=1, by=supervisor)
    monkeypatch.setattr(clock, "demand", lambda: None)
    later = timezone.now() + dt.timedelta(days=400)
    with time_machine.travel(later, tick=False):
        rules.erase_due()
        assert not dangers_due(later).exists()
    now = stands(danger)
    assert (now.form, now.raised_by, now.taken_by, now.raised_at.minute) == (None, None, None, 0)
    assert (now.minutes_untaken, now.ended_as, TickedStep._base_manager.exists()) == (20, "done", False)
