"""The alarms of the demonstration year: a few at each centre, all of them ended, and a centre's own steps."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from django.utils.translation import override

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import open_centres, people_at
from bereg.dangers.choices import Ending, PassReason, ProcedureKind
from bereg.dangers.models import Danger, Procedure, TickedStep
from bereg.dangers.procedures import Steps, all_steps
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency

EACH = 3  # one alarm for so many enquiries of somebody in danger
FIRST_WAITED = (2, 74, 33)  # minutes: so each centre has every band, and a night in which nobody looked
WAITED = (0, 1, 1, 2, 3, 4, 7, 12, 21)
PASSED = 0  # which alarm of the centre with steps of its own went on to another
MINUTE = dt.timedelta(minutes=1)

# Written in Russian, as the notes on the enquiries are.
OWN_STEPS_AT, OWN_STEPS_FOR = "moscow", ProcedureKind.CHILD
OWN_STEPS = """Представьтесь по имени и скажите, что ребёнок правильно сделал, что позвонил.
Спросите: ты один, тебя кто-нибудь обижает, у тебя что-то болит, где ты?
Если ребёнок ранен, ему угрожают или он один на улице, сразу звоните 112.
Позвоните руководителю; ночью — по круглосуточному телефону центра.
Руководитель сообщает в органы опеки своего района; номер дежурного висит у телефона.
Оставайтесь на связи, пока рядом с ребёнком не окажется взрослый, который поможет."""


def sample(centre: Centre) -> None:
    """Write the alarms of one centre; the same every time."""
    supervisor = _supervisor(centre)
    every = Enquiry.objects.of_centres([centre]).filter(urgency=Urgency.DANGER).order_by("number")
    in_danger = list(every.select_related("assignee")[::EACH])
    if not (supervisor and in_danger):
        return
    if centre.code == OWN_STEPS_AT:
        long_ago = min(each.opened_at for each in in_danger) - dt.timedelta(days=1)
        steps = Procedure(centre=centre, kind=OWN_STEPS_FOR, number=1, text=OWN_STEPS, written_by=supervisor)
        steps.written_at = long_ago
        steps.save(force_insert=True)
    made = [_danger(each, place, supervisor) for place, each in enumerate(in_danger)]
    if centre.code == OWN_STEPS_AT:
        _pass_on(made[PASSED])
    Danger.objects.bulk_create([*made, _mistake(made[0])])
    with override("ru"):
        steps_here = all_steps(centre)
    ticked = [step for place, each in enumerate(made) for step in _ticked(each, place, steps_here)]
    TickedStep.objects.bulk_create(ticked)


def _danger(enquiry: Enquiry, place: int, supervisor: User) -> Danger:
    rng = _rng(enquiry.number)
    minutes = FIRST_WAITED[place] if place < len(FIRST_WAITED) else rng.choice(WAITED)
    raised_at = enquiry.opened_at + rng.randrange(3, 15) * MINUTE
    taken_at = raised_at + dt.timedelta(minutes=minutes, seconds=rng.randrange(60))
    return Danger(
        id=demonstration_id("danger", enquiry.number),
        centre_id=enquiry.centre_id,
        form=enquiry.pk,
        raised_at=raised_at,
        raised_by=enquiry.assignee,
        told=min(2, minutes // 5),
        taken_at=taken_at,
        taken_by=supervisor,
        minutes_untaken=minutes,
        ended_at=taken_at + rng.randrange(20, 120) * MINUTE,
        ended_by=supervisor,
        ended_as=Ending.DONE,
    )


def _pass_on(danger: Danger) -> None:
    """Let another centre have taken it: the person was there."""
    there = next((each for each in open_centres().exclude(pk=danger.centre_id) if _supervisor(each)), None)
    if there and danger.taken_at:
        danger.let_go_at, danger.let_go_by = danger.taken_at, danger.taken_by
        danger.taken_at, danger.taken_by = danger.let_go_at + MINUTE, _supervisor(there)
        danger.passed_to, danger.passed_because = there, PassReason.THERE
        danger.minutes_untaken, danger.ended_by = (danger.minutes_untaken or 0) + 1, danger.taken_by


def _mistake(first: Danger) -> Danger:
    """Return an alarm that somebody raised by mistake on the next day, and ended themselves. No figure counts it."""
    raised_at = first.raised_at + dt.timedelta(days=1)
    return Danger(
        id=demonstration_id("danger mistake", str(first.pk)),
        centre_id=first.centre_id,
        raised_at=raised_at,
        raised_by=first.raised_by,
        ended_at=raised_at + 2 * MINUTE,
        ended_by=first.raised_by,
        ended_as=Ending.MISTAKE,
    )


def _ticked(danger: Danger, place: int, steps: dict[ProcedureKind, Steps]) -> Iterator[TickedStep]:
    """Yield the steps that were done of an alarm, one after another: some of them by the steps for a child."""
    done = steps[OWN_STEPS_FOR if place % 3 == 1 else ProcedureKind.DANGER]
    most = _rng(str(danger.pk)).randrange(3, len(done.lines) + 1)
    began_at, by = danger.taken_at, danger.taken_by_id
    if began_at is None or by is None:
        return
    for number, words in enumerate(done.lines[:most], start=1):
        step = {"kind": done.kind, "number": done.number, "place": number, "words": words}
        yield TickedStep(danger=danger, at=began_at + number * 2 * MINUTE, by_id=by, **step)


def _supervisor(centre: Centre) -> User | None:
    return next(iter(people_at(centre.pk, Permission.PROCEDURE_WRITE)), None)


def _rng(of: str) -> Random:
    return Random(f"danger {of}")  # noqa: S311 - must be the same every time, and guards invented data alone
