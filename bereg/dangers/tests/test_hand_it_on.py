"""An alarm goes on by hand: given back it rings anew; passed on it rings elsewhere, and is counted at its own."""

import datetime as dt
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.centres.row_access import reach_of
from bereg.dangers import actions, escalation
from bereg.dangers.choices import Ending, PassReason, ProcedureKind
from bereg.dangers.models import Danger, TickedStep
from bereg.dangers.queries import alarms_for, centres_to_pass, danger_for, dangers_for
from bereg.dangers.tests.conftest import Raise, stands, told_of
from bereg.dangers.universe import UNIVERSE
from conftest import make_user

# On PostgreSQL as the user that serves: an alarm that is passed on crosses the walls.
pytestmark = pytest.mark.usefixtures("serve")
STEP = {"kind": ProcedureKind.DANGER, "number": 0, "place": 1}


@dataclass(frozen=True)
class People:
    """Who works at the centre, and at another one."""

    operator: User  # raised it and took it
    colleague: User
    supervisor: User
    far_operator: User
    far_supervisor: User


@pytest.fixture
def people(centre: Centre, other_centre: Centre, operator: User, supervisor: User, far_supervisor: User) -> People:
    colleague, far = (make_user(here, Role.OPERATOR, f"Operator {here.code}") for here in (centre, other_centre))
    return People(operator, colleague, supervisor, far, far_supervisor)


@pytest.fixture
def taken(raised: Raise, people: People, operator: User) -> Danger:
    """An alarm of the operator, untaken for 7 minutes until the operator took it, with one step done."""
    danger = raised(minutes_ago=7)
    actions.take(danger=danger, by=operator)
    actions.tick(danger=danger, **STEP, by=operator)  # type: ignore[arg-type]
    return stands(danger)


def make_third() -> Centre:
    return Centre.objects.create(code="third", prefix="TRD", names={"": "Third"}, time_zone="Europe/Moscow")


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def shown(person: User) -> list[bool]:
    """Say of the alarms on somebody's pages whether they are taken."""
    person = User.objects.get(pk=person.pk)
    with reach_of(person):
        return [each.is_taken for each in alarms_for(person)]


def post(person: User, act: str, danger: Danger, **sent: object) -> tuple[int, str]:
    answer = browser_of(person).post(reverse(f"dangers:{act}", args=[danger.pk]), sent)
    return answer.status_code, answer.content.decode()


def pass_to(danger: Danger, centre: Centre, by: User, because: str = "there") -> int:
    return post(by, "pass_on", danger, to=centre.pk, because=because)[0]


def test_given_back_it_rings_anew_and_the_ticks_stay(taken: Danger, people: People) -> None:
    assert post(people.operator, "give_back", taken)[0] == 302
    now = stands(taken)
    assert (now.taken_by, now.told, TickedStep._base_manager.count()) == (None, 0, 1)
    assert told_of(taken) == {people.supervisor.name, people.colleague.name}
    assert [shown(each) for each in (people.operator, people.supervisor, people.far_supervisor)] == [
        [False],
        [False],
        [],
    ]
    assert acts_on(taken)[-1].action == "danger.given_back"
    page = browser_of(people.supervisor).get(taken.get_absolute_url()).content.decode()
    assert ("Nobody has taken this alarm yet" in page, "given back" in page) == (True, True)


def test_it_escalates_from_the_moment_it_was_given_back(taken: Danger, people: People) -> None:
    actions.give_back(danger=taken, by=people.operator)
    let_go_at = stands(taken).let_go_at
    assert let_go_at
    for minutes, far in ((4, []), (11, [False])):
        with time_machine.travel(let_go_at + dt.timedelta(minutes=minutes), tick=False):
            escalation.tell_next()
            assert shown(people.far_supervisor) == far
            assert (people.far_supervisor.name in told_of(taken)) == bool(far)


def test_how_long_it_was_untaken_is_all_the_time_that_nobody_had_it(
    taken: Danger, centre: Centre, people: People
) -> None:
    actions.give_back(danger=taken, by=people.operator)
    assert [each.codes for each in UNIVERSE.facts(Danger._base_manager.all(), centre)] == [("untaken",)]
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=9), tick=False):
        actions.take(danger=stands(taken), by=people.supervisor)
    assert stands(taken).minutes_untaken == 7 + 9
    assert [each.codes for each in UNIVERSE.facts(Danger._base_manager.all(), centre)] == [("15_59",)]


def test_who_took_it_or_a_supervisor_hands_it_on_and_nobody_else(
    taken: Danger, other_centre: Centre, people: People
) -> None:
    for act, sent in (("give_back", {}), ("pass_on", {"to": other_centre.pk, "because": "there"})):
        status, page = post(people.colleague, act, taken, **sent)
        assert (status, "A colleague took this alarm" in page) == (409, True)
    assert "Hand it on" not in browser_of(people.colleague).get(taken.get_absolute_url()).content.decode()
    assert "Hand it on" in browser_of(people.supervisor).get(taken.get_absolute_url()).content.decode()
    assert [post(people.supervisor, "give_back", taken)[0] for _ in range(2)] == [302, 409]  # nobody has it any more
    actions.end(danger=taken, ending=Ending.MISTAKE, by=people.operator)
    assert post(people.supervisor, "give_back", taken)[0] == 409


def test_passed_on_it_rings_there_at_once(taken: Danger, other_centre: Centre, people: People) -> None:
    assert pass_to(taken, other_centre, people.operator) == 302
    assert told_of(taken) == {people.far_operator.name, people.far_supervisor.name}
    assert [
        shown(each) for each in (people.operator, people.colleague, people.far_operator, people.far_supervisor)
    ] == [[False], [], [False], [False]]
    assert [(each.action, each.because) for each in acts_on(taken)][-1] == (
        "danger.passed_on",
        f"there {other_centre.code}",
    )


def test_there_they_take_it_by_their_own_steps_and_end_it(taken: Danger, other_centre: Centre, people: People) -> None:
    actions.write_procedure(
        centre=other_centre, kind=ProcedureKind.DANGER, number=0, text="Call the shelter.", by=people.far_supervisor
    )
    pass_to(taken, other_centre, people.operator)
    assert post(people.far_operator, "take", taken)[0] == 302
    page = browser_of(people.far_operator).get(taken.get_absolute_url()).content.decode()
    assert "Call the shelter." in page
    assert post(people.far_operator, "tick", taken, kind="danger", number="1", place="1")[0] == 302
    assert post(people.far_operator, "end", taken, ending="done")[0] == 302
    assert {each.by for each in TickedStep._base_manager.all()} == {people.operator, people.far_operator}
    for person in (
        people.operator,
        people.supervisor,
    ):  # the centre that passed it sees that it was taken and how it ended
        page = browser_of(person).get(taken.get_absolute_url()).content.decode()
        assert [each for each in (people.far_operator.name, "dealt with", str(other_centre)) if each not in page] == []


def test_the_same_step_of_two_centres_is_ticked_by_each(
    taken: Danger, centre: Centre, other_centre: Centre, people: People
) -> None:
    kind = ProcedureKind.CHILD
    for here, by in ((centre, people.supervisor), (other_centre, people.far_supervisor)):
        actions.write_procedure(centre=here, kind=kind, number=0, text=f"Call {here.code}.", by=by)
    actions.tick(danger=taken, kind=kind, number=1, place=1, by=people.operator)
    actions.pass_on(danger=taken, to=other_centre, because=PassReason.KNOWN, by=people.operator)
    actions.take(danger=stands(taken), by=people.far_supervisor)
    page = browser_of(people.far_supervisor).get(f"{taken.get_absolute_url()}?steps=child").content.decode()
    assert 'id="step-1" class="done"' not in page
    actions.tick(danger=stands(taken), kind=kind, number=1, place=1, by=people.far_supervisor)
    words = TickedStep._base_manager.filter(kind=kind).order_by("pk").values_list("words", flat=True)
    assert list(words) == [f"Call {each.code}." for each in (centre, other_centre)]


def test_who_raised_it_is_not_asked_to_take_it_from_the_other_centre(
    taken: Danger, other_centre: Centre, people: People
) -> None:
    pass_to(taken, other_centre, people.operator)
    strips = [
        browser_of(each).get(reverse("dangers:strip")).content.decode()
        for each in (people.operator, people.far_operator)
    ]
    assert [("data-danger" in each, "data-take" in each) for each in strips] == [(True, False), (True, True)]


def test_who_passed_it_looks_on(taken: Danger, other_centre: Centre, people: People) -> None:
    pass_to(taken, other_centre, people.operator)
    page = browser_of(people.colleague).get(taken.get_absolute_url()).content.decode()
    assert ("there they work on it" in page, "Take it" in page, 'id="t-steps"' in page) == (True, False, False)
    for act in ("take", "tick", "untick", "end", "give_back", "pass_on"):
        status, page = post(people.colleague, act, taken, ending="done")
        assert (status, "which works on it: call there" in page) == (409, True)
    assert stands(taken).taken_at is None


def test_who_did_not_have_it_before_sees_it_and_a_third_centre_does_not(
    taken: Danger, other_centre: Centre, people: People
) -> None:
    third = make_third()
    stranger = make_user(third, Role.OPERATOR, "Operator 77")
    with reach_of(people.far_operator):
        assert danger_for(people.far_operator, taken.pk) is None
    pass_to(taken, other_centre, people.operator)
    for person, sees in ((people.far_operator, 1), (stranger, 0)):
        with reach_of(person := User.objects.get(pk=person.pk)):
            assert len(dangers_for(person, {})[0]) == sees


def test_it_goes_back_and_on_to_a_third(taken: Danger, centre: Centre, other_centre: Centre, people: People) -> None:
    third = make_third()
    make_user(third, Role.OPERATOR, "Operator 77")
    pass_to(taken, other_centre, people.operator)
    post(people.far_operator, "take", taken)
    assert pass_to(taken, third, people.far_operator, "language") == 302
    assert stands(taken).passed_to == third
    with reach_of(people.supervisor):
        assert danger_for(people.supervisor, taken.pk)
    actions.take(
        danger=stands(taken), by=people.supervisor
    )  # as a people.supervisor of every centre may once it has come so far
    assert pass_to(taken, centre, people.supervisor, "known") == 302
    now = stands(taken)
    assert (now.passed_to, now.passed_because, shown(people.supervisor)) == (None, "", [False])


@pytest.mark.parametrize("sent", [{}, {"to": "x", "because": "there"}, {"because": "there"}, {"because": "moon"}])
def test_without_a_centre_or_a_reason_it_stays(sent: dict[str, str], taken: Danger, people: People) -> None:
    status, page = post(people.operator, "pass_on", taken, **sent)
    assert (status, "Choose the centre and the reason" in page) == (422, True)
    assert stands(taken).taken_by == people.operator


def test_it_is_passed_only_to_where_somebody_hears_it(taken: Danger, other_centre: Centre) -> None:
    third = make_third()
    make_user(third, Role.LAWYER, "Lawyer 77")
    assert list(centres_to_pass(taken)) == [other_centre]
    make_user(third, Role.OPERATOR, "Operator 77")
    assert set(centres_to_pass(taken)) == {other_centre, third}
