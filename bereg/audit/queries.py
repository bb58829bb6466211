"""Reading of the audit log, and whether it is whole."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, models
from django.db.models import Count, Q

from bereg.audit import chain, reading, segments, triggers, writing
from bereg.audit.chain import End
from bereg.audit.checkpoints import Checkpoint
from bereg.audit.models import NOBODY, SYSTEM, Act, ChainedAct, Head, Pending
from bereg.audit.verifying import Damage, DamageKind, damages
from bereg.core.concerns import said

# Screens may not touch models; they take these names from here.
__all__ = ["NOBODY", "Act"]

MOST_NAMED = 100  # of damages: the rest is counted
PROGRESS_EACH = 1000
T = TypeVar("T")


def acts_on(*targets: models.Model, actions: Collection[str] | None = None) -> list[Act]:
    """Every act on one record or several, oldest first, those too that wait for their place in the chain.

    actions: those asked for alone; None: all.
    """
    kinds = {(target._meta.label_lower, str(target.pk)) for target in targets}
    on = {"target__in": [pk for _, pk in kinds], "target_kind__in": {kind for kind, _ in kinds}}
    if actions is not None:
        on["action__in"] = list(actions)
    in_order = (
        ChainedAct.objects.filter(**on).order_by("at", "seq"),
        Pending.objects.filter(**on).order_by("at", "id"),
    )
    found = [act for acts in in_order for act in acts if (act.target_kind, act.target) in kinds]
    return sorted(found, key=lambda act: act.at)


def latest_on(target: models.Model, *, actions: Iterable[str], most: int) -> list[Act]:
    """Return the latest of some acts on one record, newest first, those too that wait for their place in the chain."""
    on = {"target": str(target.pk), "target_kind": target._meta.label_lower, "action__in": list(actions)}
    found: list[Act] = [
        *ChainedAct.objects.filter(**on).order_by("-at", "-seq")[:most],
        *Pending.objects.filter(**on).order_by("-at", "-id")[:most],
    ]
    return sorted(found, key=lambda act: act.at, reverse=True)[:most]


def acts_between(
    begins: dt.datetime, ends: dt.datetime, *, seen: Q, page: int, size: int
) -> tuple[list[ChainedAct], bool]:
    """Return one page of the acts in [begins, ends) that somebody may see, newest first, and whether one follows."""
    first = (page - 1) * size
    found = ChainedAct.objects.filter(seen, at__gte=begins, at__lt=ends).order_by("-at", "-seq")
    rows = list(found[first : first + size + 1])
    return rows[:size], len(rows) > size


@dataclass(frozen=True)
class Reach:
    """How many records somebody read texts of lately, how often they were refused, how many code words were wrong."""

    actor: str
    records: int
    refusals: int
    misses: int


def reach_of_each(*, read_since: dt.datetime, refused_since: dt.datetime) -> list[Reach]:
    """Return how far each person reached lately, with one statement. One's own drafts are no record of somebody's."""
    read = Q(action__in=_of_rooms("READINGS"), at__gte=read_since) & ~Q(because="draft")
    refused = Q(action__in=_of_rooms("REFUSALS"), at__gte=refused_since)
    missed = Q(action__in=_of_rooms("MISSES"), at__gte=read_since)
    lately = ChainedAct.objects.filter(read | refused | missed, at__gte=min(read_since, refused_since))
    counted = (
        # The program opens texts too, such as each answer that it sends by mail.
        lately.exclude(actor__in=(SYSTEM, NOBODY))
        .order_by()
        .values("actor")
        .annotate(
            records=Count("target", distinct=True, filter=read),
            refusals=Count("seq", filter=refused),
            misses=Count("seq", filter=missed),
        )
    )
    return [Reach(**row) for row in counted]


def _of_rooms(which: str) -> list[str]:
    """Return the acts that rooms name so in their module `acts`."""
    return [act for acts in said("acts", which) for act in acts]


def has_act_on(target: models.Model, action: str, *, since: dt.datetime) -> bool:
    """Tell whether an act on a record was recorded since, those that wait for their place included."""
    wanted = {"target": str(target.pk), "action": action, "at__gt": since}
    return any(model.objects.filter(**wanted).exists() for model in (ChainedAct, Pending))


def targets_since(action: str, since: dt.datetime, *, only: Q) -> dict[str, dt.datetime]:
    """Return on what records an act was recorded since, each with when last, those that wait included.

    only: which of these acts count.
    """
    found = [
        row
        for model in (ChainedAct, Pending)
        for row in model.objects.filter(only, action=action, at__gte=since).values_list("at", "target")
    ]
    return {target: at for at, target in sorted(found)}


def waiting_count() -> int:
    """Return how many acts wait for their place in the chain."""
    return Pending.objects.count()


def end_of_chain() -> End:
    stored = reading.newest()
    return stored if stored.seq else segments.start(None)[0]


def last_time(action: str) -> dt.datetime | None:
    """Return when an act was recorded last, those that wait for their place included."""
    found = [
        model.objects.filter(action=action).order_by("-at").values_list("at", flat=True).first()
        for model in (ChainedAct, Pending)
    ]
    return max((at for at in found if at), default=None)


def newest_at() -> dt.datetime | None:
    """Return when the newest act of the chain was recorded."""
    return ChainedAct.objects.order_by("-seq").values_list("at", flat=True).first()


@dataclass
class Report:
    """What a look at the whole log has found."""

    entries: int = 0
    waiting: int = 0
    checkpoints: int = 0
    with_key: bool = False
    count: int = 0  # of damages
    damages: list[Damage] = field(default_factory=list)  # the first of them

    def add(self, found: Iterable[Damage]) -> None:
        """Take in what is wrong."""
        for damage in found:
            self.count += 1
            if len(self.damages) < MOST_NAMED:
                self.damages.append(damage)


def verify(
    checkpoints: Iterable[Checkpoint | str] = (), *, progress: Callable[[int, int], object] = lambda _done, _all: None
) -> Report:
    """Look at the whole log in small parts. With the key in this process each entry's own digest is checked too.

    checkpoints: those kept elsewhere; a text stands for one that cannot be read. progress: called with how many
    entries are done, of how many.
    """
    key = chain.held_key()
    report = Report(with_key=key is not None, waiting=waiting_count())
    report.add(Damage(DamageKind.GUARD, what=name) for name in triggers.missing(connection))
    after, wrong = segments.start(key)
    report.add(wrong)
    # What is written from now on is not looked at.
    until = max(reading.newest().seq, after.seq)
    report.entries = reading.count(after=after.seq)
    known = _known(checkpoints, report, key, after)
    entries = _counted(reading.entries(after=after.seq, until=until), report.entries, progress)
    report.add(damages(entries, key=key, after=after, known=known))
    report.add(_head())
    return report


def _known(checkpoints: Iterable[Checkpoint | str], report: Report, key: bytes | None, after: End) -> dict[int, bytes]:
    """Return the digests that checkpoints have kept, by number; what is wrong with them goes into the report."""
    known: dict[int, bytes] = {}
    for each in checkpoints:
        report.checkpoints += 1
        if isinstance(each, str):
            report.add([Damage(DamageKind.CHECKPOINT, what=each)])
            continue
        is_genuine = key is None or each.is_signed_with(key)
        if is_genuine and each.seq >= after.seq:
            is_genuine = known.setdefault(each.seq, each.end.mac) == each.end.mac
        if not is_genuine:
            report.add([Damage(DamageKind.CHECKPOINT, each.seq, each.at)])
    return known


def _counted(entries: Iterable[T], total: int, progress: Callable[[int, int], object]) -> Iterator[T]:
    for done, entry in enumerate(entries):
        if not done % PROGRESS_EACH:
            progress(done, total)
        yield entry
    progress(total, total)


def _head() -> Iterator[Damage]:
    """On PostgreSQL the end is kept apart as well. Both are read at one time, while nobody adds to them."""
    if connection.vendor != "sqlite" and Head.objects.exists():
        with writing.held_end() as kept:
            if kept != end_of_chain():
                yield Damage(DamageKind.HEAD, kept.seq)
