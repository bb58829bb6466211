"""Preparing a release: what is published of closed months, protected, attacked, and named in every language."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bereg.accounts.models import User
from bereg.disclosure.attack import Audit
from bereg.publications import actions as publications
from bereg.publications import queries as releases
from bereg.publications.actions import Gate, Prepared
from bereg.publications.content import Content, Row, Table
from bereg.publications.models import Release
from bereg.publications.queries import Edition
from bereg.statistics import attacking, facts, months, naming, protection, queries
from bereg.statistics.attacking import Progress
from bereg.statistics.catalogue import ALL
from bereg.statistics.cells import BASE
from bereg.statistics.codes import FIRST_ANSWER, Codes
from bereg.statistics.cubes import Cube
from bereg.statistics.frames import Frame, home_country
from bereg.statistics.months import Period
from bereg.statistics.protection import Protected
from bereg.statistics.published import LEFT_OUT, Kind, tables
from bereg.statistics.store import ENQUIRIES

FORMAT = 1
COUNTRIES_STEP = 5


class NotClosedError(Exception):
    """A month of the period is not closed, so that its figures may still change."""


class NoLongerTheSameError(Exception):
    """What was published earlier would come out otherwise now: the catalogue, the secret or the facts changed."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(f"{edition.first:%Y-%m}/{edition.last:%Y-%m} v{edition.vintage}")
        self.edition = edition


def silent(_done: int, _of: int) -> None:
    """Show no progress."""


def prepare(*, period: Period, by: User | None, progress: Progress = silent) -> Release:
    """Prepare a release, with the attack on it and on all that was ever published beside it.

    Raise NotClosedError, releases.TooManyVintagesError, releases.OverlapError, NoLongerTheSameError, VaultLocked.
    """
    closed = facts.last_closed_month()
    if closed is None or period.last > closed:
        raise NotClosedError
    edition = Edition(period.first, period.last, releases.next_vintage(period.first, period.last))
    secret = protection.secret()
    published, frame = releases.editions(), Frame.now()
    earlier = [_as_published(each, secret) for each in published]
    new = _protected(edition, frame, secret)
    found = attacking.attack_on([cell for each in (*earlier, new) for cell in each], progress)
    prepared = Prepared(said_of(edition, new), gates_of(found), frame.kept(), releases.written(published))
    return publications.keep(first=period.first, last=period.last, prepared=prepared, by=by)


def gates_of(found: Audit) -> list[Gate]:
    """Return what the attack achieved, to be kept with the release."""
    return [Gate(gate.name, gate.value, gate.limit, gate.holds) for gate in found.measures.gates]


def protected_again(release: Release) -> list[Protected]:
    """Return the cells of a release with their true counts, to look at one beside the other."""
    edition = Edition(release.first_month, release.last_month, release.vintage)
    return _protected(edition, Frame.read(release.frame), protection.secret())


def _protected(edition: Edition, frame: Frame, secret: bytes) -> list[Protected]:
    cells = attacking.counted(Period(edition.first, edition.last), frame, vintage=edition.vintage)
    return list(protection.protect(cells, secret))


def _as_published(edition: Edition, secret: bytes) -> list[Protected]:
    """Return the cells of an earlier release, if they still are what was published."""
    kept = next(each for each in releases.all_releases() if _is(each, edition))
    protected = _protected(edition, Frame.read(kept.frame), secret)
    now, then = said_of(edition, protected), releases.content_of(kept)
    if _figures(now) != _figures(then):
        raise NoLongerTheSameError(edition)
    return protected


def _is(release: Release, edition: Edition) -> bool:
    return Edition(release.first_month, release.last_month, release.vintage) == edition


def _figures(said: Content) -> list[object]:
    """Return the figures of a content without its words."""
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


def said_of(edition: Edition, protected: Iterable[Protected]) -> Content:
    """Return what a release says."""
    return Content(
        format=FORMAT,
        first=months.name(edition.first),
        last=months.name(edition.last),
        vintage=edition.vintage,
        class_below=protection.RULES.class_below,
        countries=_countries(edition),
        tables=list(_tables(protected)),
    )


def _countries(edition: Edition) -> int | None:
    """Return of how many foreign countries people were in a longer period, rounded down; no cell, so without noise."""
    if edition.first == edition.last:
        return None
    variable = next(table.variable for table in tables() if table.kind == Kind.DISTINCT)
    found = queries.figures_of(Period(edition.first, edition.last)).counts(Cube(ENQUIRIES, variable), ALL, ALL)
    home = home_country()
    names = Codes().names(variable)
    known = [number for number, n in found.items() if n and number >= FIRST_ANSWER]
    foreign = [number for number in known if names[number] not in {home, "stateless"}]
    return len(foreign) // COUNTRIES_STEP * COUNTRIES_STEP


def _tables(protected: Iterable[Protected]) -> Iterator[Table]:
    words = naming.Names()
    by_table = groupby(protected, key=lambda each: (each.cell.table, each.cell.centre, each.cell.group))
    for (table, centre, group), cells in by_table:
        every = list(cells)
        rows = [each for each in every if each.cell.code not in {BASE, LEFT_OUT}]
        yield Table(
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


def _base(cells: list[Protected]) -> int | None:
    own = next((each for each in cells if each.cell.code == BASE), None)
    return _number(own) if own else None


def _number(protected: Protected) -> int | None:
    return protected.shown if isinstance(protected.shown, int) else None
