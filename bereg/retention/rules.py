"""Retention: each room says what of its records has had its time; here it is erased, in small steps.

A rule is one row of data: its model states it, or it stands in `RULES` of a module `retention_rules` of its room, found
by that name. What a night could not finish the next one goes on with; nothing is harmed by doing it twice.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.centres.models import Centre
from bereg.centres.queries import all_centres
from bereg.centres.scope import beyond
from bereg.core.concerns import said
from bereg.core.secure_delete import cut_log
from bereg.retention import clock, holds
from bereg.retention.models import Run
from bereg.vault.because import Because
from bereg.vault.erasing import forget
from bereg.vault.kept import Kept, above, kept_models

BATCH = 200
MOST_COUNTED = 500  # on a page: whether more is due than that, nobody needs to know to the unit
NIGHTS_ALLOWED = dt.timedelta(hours=48)  # what was due longer ago than that is overdue: two nights did not erase it
Progress = Callable[[int], object]  # is told how many more are erased, in the transaction of their erasure
Due = Callable[[dt.datetime], Any]


class StuckError(Exception):
    """A rule erased records, and they are due still."""


@dataclass(frozen=True)
class Rule:
    """What one class of data is, how long it is kept, what is due of it, and how that is erased."""

    code: str
    label: StrOrPromise
    kept: Callable[[], StrOrPromise]  # the period in words
    count: Callable[[dt.datetime], int]  # how many are due, apart from those that are held
    erase: Callable[[dt.datetime, Progress], object]
    held: Callable[[dt.datetime], int] = lambda _now: 0
    due: Due | None = None  # what is due as a query, where its records belong to centres
    parts: Due | None = None  # the same as several queries that share nothing, where that lets an index find each
    is_of_cases: bool = False  # in a demonstration, whose time is invented, nothing of it is erased


Step = Callable[[Rule, int], Progress]


@dataclass(frozen=True)
class RuleState:
    """How a rule stands."""

    rule: Rule
    kept: StrOrPromise
    due: int
    overdue: int
    held: int
    run: Run | None  # the last one
    erased: int | None = None  # by that run; None where the reader may not know
    is_counted: bool = True  # False: of a rule about no centre, to a reader of some centres alone


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """Return the same day and time some months before; where that month is shorter, its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def rules() -> list[Rule]:
    """Return every rule, in the order in which they run: those about cases first, of these those of the models."""
    of_models = [of_model(model) for model in kept_models() if not model.has_own_rules]
    return sorted([*of_models, *_of_rooms()], key=lambda rule: not rule.is_of_cases)


def _of_rooms() -> list[Rule]:
    return [rule for rules in said("retention_rules", "RULES") for rule in rules]


def of_model(model: type[Kept]) -> Rule:
    """Return the rule that a model states. What no hold keeps, a demonstration does not keep either."""
    assert model._meta.model_name  # noqa: S101 - Django names every model
    rule = of_records(
        code=model._meta.model_name,
        label=model._meta.verbose_name_plural or "",
        kept=model.kept_for,
        due=model.due,
        parts=model.due_in_parts,
        erase=lambda ids: forget(list(model._base_manager.filter(pk__in=ids)), by=None, because=Because.RETENTION),
    )
    return replace(rule, is_of_cases=model.held)


def of_records(
    *,
    code: str,
    label: StrOrPromise,
    kept: Callable[[], StrOrPromise],
    due: Due,
    erase: Callable[[list[UUID]], object],
    parts: Due | None = None,
) -> Rule:
    """Return a rule about records of one model, which a hold keeps.

    due: the records whose time is over at a moment, as a query; erase: takes the ids of some of them, and leaves them
    such that the query no longer finds them.
    """
    return Rule(
        code=code,
        label=label,
        kept=kept,
        count=lambda now: _free(due(now)).count(),
        erase=lambda now, progress: _erase_all(due, erase, now, progress),
        held=lambda now: _held_of(due(now)).count(),
        due=due,
        parts=parts,
        is_of_cases=True,
    )


def erase_due(*, by: User | None = None, step: Step = lambda _rule, _due: lambda _done: None) -> list[Run]:
    """Erase whatever has had its time. Raise ClockDoubtedError before anything is erased.

    A rule that fails stops no other one; its run names the fault. step: is told what begins and how much of it is due.
    """
    clock.demand()
    now = timezone.now()
    done = [_run(rule, now, by, step) for rule in rules() if is_at_work(rule)]
    transaction.on_commit(cut_log)  # which is at once, but for a caller with a transaction of its own
    return done


def is_at_work(rule: Rule) -> bool:
    """Tell whether a rule erases anything here: the time of a demonstration is invented."""
    return not (rule.is_of_cases and settings.DEMONSTRATION)


@beyond("retention")
def states(now: dt.datetime | None = None) -> list[RuleState]:
    """Return how each rule stands, to the unit: that takes the longer the more is due."""
    now, found = now or timezone.now(), []
    for rule in rules():
        last = _last_run(rule)
        erased = last.erased if last else None
        found.append(RuleState(rule, rule.kept(), rule.count(now), overdue(rule, now), rule.held(now), last, erased))
    return found


@beyond("retention")
def states_everywhere(now: dt.datetime | None = None) -> list[RuleState]:
    """Return how each rule stands, for a page: nothing is counted beyond MOST_COUNTED."""
    now, every = now or timezone.now(), list(all_centres())
    return [_state_everywhere(rule, every, now) for rule in rules()]


def _state_everywhere(rule: Rule, every: Collection[Centre], now: dt.datetime) -> RuleState:
    last = _last_run(rule)
    erased = last.erased if last else None
    if rule.due is None:
        return RuleState(rule, rule.kept(), rule.count(now), overdue(rule, now), rule.held(now), last, erased)
    return replace(_state_at(rule, every, now), erased=erased)


@beyond("retention")
def states_at(centres: Collection[Centre], now: dt.datetime | None = None) -> list[RuleState]:
    """Return how each rule stands at some centres, to who works there: nothing is counted of others.

    A count of others would tell of a court order or of a withdrawal there. So would what a night erased.
    """
    now = now or timezone.now()
    return [_state_at(rule, centres, now) for rule in rules()]


def _state_at(rule: Rule, centres: Collection[Centre], now: dt.datetime) -> RuleState:
    last = _last_run(rule)
    if rule.due is None:
        return RuleState(rule, rule.kept(), 0, 0, 0, last, is_counted=False)
    found, late = (_of_each(rule, centres, moment) for moment in (now, now - NIGHTS_ALLOWED))
    overdue, held = _counted(map(_free, late)), _counted(map(_held_of, found))
    # What is overdue is due too: where that is more than anybody has to know, the rest is not looked at.
    due = overdue if overdue > MOST_COUNTED else _counted(map(_free, found))
    return RuleState(rule, rule.kept(), due, overdue, held, last)


def _of_each(rule: Rule, centres: Collection[Centre], moment: dt.datetime) -> list[QuerySet[Any]]:
    """Return what is due as queries of one centre each: an index begins with it."""
    parts = rule.parts(moment) if rule.parts else [rule.due(moment)] if rule.due else []
    return [part.of_centres([centre]) for part in parts for centre in centres]


def _counted(found: Iterable[QuerySet[Any]]) -> int:
    """Count, but not beyond MOST_COUNTED."""
    count = 0
    for each in found:
        count += each.order_by()[: MOST_COUNTED + 1 - count].count()
        if count > MOST_COUNTED:
            break
    return count


def _last_run(rule: Rule) -> Run | None:
    return Run.objects.filter(rule=rule.code).order_by("-began_at").first()


def overdue(rule: Rule, now: dt.datetime) -> int:
    """Count what should have been erased in an earlier night."""
    return rule.count(now - NIGHTS_ALLOWED)


def _run(rule: Rule, now: dt.datetime, by: User | None, step: Step) -> Run:
    run = Run.objects.create(rule=rule.code)
    with _noted(run):
        progress = step(rule, rule.count(now))

        def count(erased: int) -> None:
            Run.objects.filter(pk=run.pk).update(erased=F("erased") + erased)
            progress(erased)

        rule.erase(now, count)
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now(), fault=run.fault)
    run.refresh_from_db()
    if run.erased or run.fault:
        audit.record("retention.run", target=Thing("retention", rule.code), by=by, because=run.fault[:64])
    return run


@contextmanager
def _noted(run: Run) -> Iterator[None]:
    try:
        yield
    except Exception as problem:  # the other rules have their own promises to keep
        run.fault = type(problem).__name__[:64]


def _erase_all(due: Due, erase: Callable[[list[UUID]], object], now: dt.datetime, progress: Progress) -> None:
    before: set[UUID] = set()
    while True:
        candidates = list(_free(due(now)).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not candidates:
            return
        if before.issuperset(candidates):
            raise StuckError(due(now).model._meta.label)
        before = set(candidates)
        _erase_batch(candidates, due, erase, now, progress)


@transaction.atomic
def _erase_batch(
    candidates: list[UUID], due: Due, erase: Callable[[list[UUID]], object], now: dt.datetime, progress: Progress
) -> None:
    """Erase those that are still due now that nobody else can change or hold them."""
    model = due(now).model
    _lock_above(model, candidates)
    rows = due(now).filter(pk__in=candidates).select_for_update(of=("self",), no_key=True)
    locked = list(rows.values_list("pk", flat=True))
    held = set(_held_of(model._base_manager.filter(pk__in=locked)).values_list("pk", flat=True))
    if len(held) < len(locked):
        erase([pk for pk in locked if pk not in held])
        progress(len(locked) - len(held))


def _lock_above(model: type[Model], candidates: list[UUID]) -> None:
    """Lock what records hang on before they are locked, as whoever holds or changes it does: see 0068."""
    root = above(model)
    if root and issubclass(model, Kept):
        ids = model._base_manager.filter(pk__in=candidates).order_by().values(model.hangs_on)
        list(root._base_manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _held_of(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.filter(holds.keeping(found.model))


def _free(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.exclude(holds.keeping(found.model))
