"""Preparing a release: what is published of closed months, protected, attacked, and named in every language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction

from bereg.accounts.models import User
from bereg.counting import facts, months, published_tables
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.published_tables import LEFT_OUT, PublishedKind
from bereg.disclosure import MonthSpan, fingerprint
from bereg.disclosure.attack import Audit
from bereg.publications import actions as publications
from bereg.publications import queries as releases
from bereg.publications.actions import AttackGate, Prepared
from bereg.publications.content import Content, LeftOut, Row, Table, countries_shown
from bereg.publications.models import Release
from bereg.publications.queries import Edition
from bereg.publications.shares import INTERVAL_BELOW
from bereg.publishing import attacking, checking, disclosure_control, naming
from bereg.publishing.attacking import Progress
from bereg.publishing.cells import BASE, Counted
from bereg.publishing.disclosure_control import Protected
from bereg.publishing.frames import Frame
from bereg.publishing.refusals import Reason, RefusedError, refusing
from bereg.publishing.table_suppression import thinned

FORMAT = 1
STATED = "whole"  # a measure that is kept beside the gates, and is none


@dataclass(frozen=True)
class Worked:
    """What a release would say, and what was found out of the months that it is of: `checking.check`."""

    period: Period
    prepared: Prepared
    digests: dict[date, str]


def silent(_done: int, _of: int) -> None:
    """Show no progress."""


def prepare(*, period: Period, by: User | None, progress: Progress = silent) -> Release:
    """Prepare a release, with the attack on it and on all that was ever published beside it. Raise RefusedError."""
    return keep(worked=work_out(period, progress), by=by)


def work_out(period: Period, progress: Progress = silent) -> Worked:
    """Work out what a release would say, which takes long and changes nothing. Raise RefusedError."""
    with refusing():
        check_allowed(period)
        edition = Edition(period.first, period.last, releases.next_vintage(period.first, period.last))
        beside, public, frame = releases.editions(), releases.once_public(), Frame.now()
        digests = checking.check([period, *(_period(each) for each in public)])
        secret = disclosure_control.secret()
        earlier = [_as_published(each, frame, secret) for each in public]
        new = _protected(edition, frame, secret)
        every = [cell for each in (*earlier, new) for cell in each]
        found = attacking.attack_on(every, progress, _closed(public, frame))
        prepared = Prepared(
            said=said_of(edition, new),
            gates=gates_of(found),
            frame=frame.kept(),
            beside=releases.written(beside),
            fingerprint=fingerprint(secret),
            verified={each.pk: Frame.read(each.frame).kept() for each in public},
        )
        return Worked(period, prepared, digests)


@transaction.atomic
def keep(*, worked: Worked, by: User | None) -> Release:
    """Keep what was worked out. Raise RefusedError where something else was published meanwhile."""
    # Of two who keep the same at once the second waits, and replaces what the first one kept.
    list(Month.objects.select_for_update().filter(pk=worked.period.last))
    with refusing():
        checking.remember(worked.digests)
        return publications.keep(first=worked.period.first, last=worked.period.last, prepared=worked.prepared, by=by)


def check_allowed(period: Period) -> None:
    """Check what takes no time: whether a release of this period may be prepared at all. Raise RefusedError."""
    with refusing():
        closed = facts.last_closed_month()
        if closed is None or period.last > closed:
            raise RefusedError(Reason.OPEN)
        releases.next_vintage(period.first, period.last)
        _check_secret()


def publish(*, release: Release, by: User) -> None:
    """Publish what a second person agreed to. Raise RefusedError, and what `publications.publish` raises."""
    if not Frame.read(release.frame).publishes_as(Frame.now()):
        raise RefusedError(Reason.TABLES)
    with refusing():
        if release.fingerprint not in {"", _mark()}:
            raise RefusedError(Reason.OTHER_NOISE)
    publications.publish(release=release, by=by)


def _check_secret() -> None:
    """Check that the secret of the noise is that of everything public; none is made in place of a lost one."""
    mark = _mark()
    for each in releases.once_public():
        if not mark or each.fingerprint not in {"", mark}:
            raise RefusedError(Reason.NOISE, period=str(_period(each)))


def _mark() -> str:
    """Return what the secret of the noise is known by; nothing where there is none."""
    return "" if disclosure_control.is_lost() else fingerprint(disclosure_control.secret())


def _period(release: Release) -> Period:
    return Period(release.first_month, release.last_month)


def _closed(public: Iterable[Release], now: Frame) -> dict[str, frozenset[int]]:
    """Return in which published months a centre was not there yet, which everybody knows who saw it open."""
    closed: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
    for each in public:
        of = MonthSpan(months.name(each.first_month), months.name(each.last_month)).months
        for centre in set(now.centres).difference(Frame.read(each.frame).centres):
            closed[centre] |= of
    return dict(closed)


def gates_of(found: Audit) -> list[AttackGate]:
    """Return what the attack achieved without true counts, to be kept with a release, and what is stated beside it."""
    gates = [AttackGate(gate.name, gate.value, gate.limit, gate.holds) for gate in found.measures.gates_of_release]
    return [*gates, AttackGate(STATED, found.measures.whole.rate, 0.0, True)]


def counted_again(release: Release) -> list[Counted]:
    """Return the cells of a release with their true counts, to look at one beside the other."""
    return list(attacking.countable(_period(release), Frame.read(release.frame), vintage=release.vintage))


def _protected(edition: Edition, frame: Frame, secret: bytes) -> list[Protected]:
    period, sized = Period(edition.first, edition.last), attacking.as_perturbed(secret)
    cells = attacking.counted(period, frame, sized, vintage=edition.vintage)
    protected = disclosure_control.protect(cells, secret)
    return thinned(protected, totals_stay=not frame.decides_by_noise) if frame.thins else list(protected)


def _as_published(release: Release, now: Frame, secret: bytes) -> list[Protected]:
    """Return the cells of an earlier release, if they still are what was published."""
    period, frame = str(_period(release)), Frame.read(release.frame)
    for table, row in frame.redefined(now):
        raise RefusedError(Reason.REDEFINED, period=period, table=table, row=row)
    try:
        then = releases.content_of(release)
    except releases.ChangedError as problem:
        raise RefusedError(Reason.CHANGED, period=period) from problem
    protected = _protected(Edition(release.first_month, release.last_month, release.vintage), frame, secret)
    if _shown(protected) != _figures(then):
        raise RefusedError(Reason.OTHERWISE, period=period)
    return protected


Figures = list[tuple[str, str, str, int | None, list[tuple[str, int | None]]]]


def _figures(said: Content) -> Figures:
    """Return the figures of a content without its words: table, centre, group, base and rows."""
    return [
        (
            table["id"],
            table["centre"],
            table["group"],
            table["base"],
            [(row["code"], row["shown"]) for row in table["rows"]],
        )
        for table in said["tables"]
    ]


def _shown(protected: Iterable[Protected]) -> Figures:
    """Return the same of protected cells."""
    return [
        (*key, _base(every), [(each.cell.code, _number(each)) for each in rows])
        for key, every, rows in _by_table(each for each in protected if not each.is_left_out)
    ]


def _by_table(
    protected: Iterable[Protected],
) -> Iterator[tuple[tuple[str, str, str], list[Protected], list[Protected]]]:
    """Yield table, centre and group; all cells of them; and those that are rows."""
    tables = (each for each in protected if each.cell.table)  # not the totals of centres that are not shown
    for key, cells in groupby(tables, key=lambda each: (each.cell.table, each.cell.centre, each.cell.group)):
        every = list(cells)
        yield key, every, [each for each in every if each.cell.code not in {BASE, LEFT_OUT}]


def said_of(edition: Edition, protected: Sequence[Protected]) -> Content:
    """Return what a release says."""
    said = list(_tables(each for each in protected if not each.is_left_out))
    return Content(
        format=FORMAT,
        first=months.name(edition.first),
        last=months.name(edition.last),
        vintage=edition.vintage,
        class_below=disclosure_control.RULES.class_below,
        countries=countries_shown(said),
        tables=said,
        interval_below=INTERVAL_BELOW,
        left_out=[_without_figures(each) for each in _tables(each for each in protected if each.is_left_out)],
    )


def _without_figures(table: Table) -> LeftOut:
    return LeftOut(
        id=table["id"],
        title=table["title"],
        centre=table["centre"],
        centre_name=table["centre_name"],
        group=table["group"],
        group_name=table["group_name"],
    )


def _tables(protected: Iterable[Protected]) -> Iterator[Table]:
    words, of_counts = (
        naming.Names(),
        {each.id for each in published_tables.tables() if each.kind == PublishedKind.COUNTS},
    )
    for (table, centre, group), every, rows in _by_table(protected):
        made = Table(
            id=table,
            title=words.table(table),
            centre=centre,
            centre_name=words.centre(centre),
            group=group,
            group_name=words.group(group),
            base=_base(every),
            rows=[
                Row(code=each.cell.code, label=words.code(table, each.cell.code), shown=_number(each)) for each in rows
            ],
        )
        yield Table(**made, without_base=True) if table in of_counts else made


def _base(cells: list[Protected]) -> int | None:
    own = next((each for each in cells if each.cell.code == BASE), None)
    return _number(own) if own else None


def _number(protected: Protected) -> int | None:
    return protected.shown if isinstance(protected.shown, int) else None
