"""What is found in the monitored shares: charts, signals, and what people noted of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.counting import cubes, facts, figures, queries, store
from bereg.counting.catalogue import ALL
from bereg.counting.cubes import Cube
from bereg.counting.faults import FiguresFault
from bereg.counting.figures import Figure, Figures
from bereg.counting.months import Period
from bereg.signals import unusual_months
from bereg.signals.models import SignalNote
from bereg.signals.monitored import MonitoredShare, shares
from bereg.signals.unusual_months import Chart

SHOWN = 24  # months, each held against those before it
MONTHS = SHOWN + unusual_months.MOST

Counted = Mapping[date, Figures]
Key = tuple[str, str, date]


@dataclass(frozen=True)
class Charted:
    """One share of one centre or all, in the months in which anybody answered."""

    share: MonitoredShare
    centre: str
    months: tuple[date, ...]
    counts: tuple[Figure, ...]
    chart: Chart

    @property
    def shown(self) -> range:
        """Return the places of the months shown: the last that exist, so that a pause does not empty the chart."""
        return range(max(len(self.months) - SHOWN, 0), len(self.months))

    def signals(self) -> Iterator["Signal"]:
        """Yield the months shown that are signals, the latest first."""
        for at in np.flatnonzero(self.chart.signal)[::-1].tolist():
            if at in self.shown:
                yield self.signal(at)

    def signal(self, at: int) -> "Signal":
        """Return what is known of one month."""
        lower, upper = float(self.chart.lower[at]), float(self.chart.upper[at])
        known = (self.share, self.centre, self.months[at], self.counts[at])
        return Signal(*known, lower, upper, bool(self.chart.by_itself[at]))


@dataclass(frozen=True)
class Signal:
    """A month whose share is more than the usual ups and downs. lower, upper: what one would expect, shares."""

    share: MonitoredShare
    centre: str
    month: date
    figure: Figure
    lower: float
    upper: float
    by_itself: bool  # or only together with a month shortly before it

    @property
    def key(self) -> Key:
        """Return what names it."""
        return self.share.id, self.centre, self.month


def needed(last: date) -> Period:
    """Return the months that the charts up to a month are made from: as many as hold anything."""
    existing = [month for month in queries.months_that_exist() if month <= last] or [last]
    return Period(existing[-MONTHS:][0], last)


def counted(last: date) -> Counted:
    """Return the figures that the charts up to a month need, as they were last written."""
    known = facts.definition()
    wanted = {Cube(share.table.universe, variable) for share in shares() for variable in ("", share.table.variable)}
    wanted |= {cube for cube in known if cube.topic_word is not None}
    return figures.read_each(queries.written_months(last)[-MONTHS:] or needed(last), cubes.digest(known), wanted)


def charted(of_months: Counted, centre: str) -> list[Charted]:
    """Chart the shares of which there is anything to show, for one centre or all."""
    found = ((share, _points(of_months, share, centre)) for share in shares())
    return [
        _charted(share, centre, points) for share, points in found if any(figure.count for _month, figure in points)
    ]


def _charted(share: MonitoredShare, centre: str, points: list[tuple[date, Figure]]) -> Charted:
    of_months, of = tuple(month for month, _figure in points), tuple(figure for _month, figure in points)
    counts, bases = np.array([each.count for each in of]), np.array([each.base for each in of])
    return Charted(share, centre, of_months, of, unusual_months.chart(counts, bases))


def _points(of_months: Counted, share: MonitoredShare, centre: str) -> list[tuple[date, Figure]]:
    found = ((month, _figure(each, share, centre)) for month, each in of_months.items())
    return [(month, figure) for month, figure in found if figure.base]


def _figure(of: Figures, share: MonitoredShare, centre: str) -> Figure:
    rows = of.table(share.table, centre, share.group)
    count = sum(row.count for row in rows if row.code in share.codes)
    return Figure(share.id, count, rows[0].base if rows else None)


def notes_on(found: Iterable[Signal]) -> dict[Key, SignalNote]:
    """Return what people noted on these signals."""
    keys = {signal.key for signal in found}
    notes = SignalNote.objects.filter(month__in={month for _share, _centre, month in keys}).select_related("by")
    return {key: note for note in notes if (key := (note.share, note.centre, note.month)) in keys}


def waiting_for(person: User) -> list[Signal]:
    """Return the signals of the last closed month that nobody looked at yet: of one's centres, and of all together."""
    last = facts.last_closed_month()
    if last is None:
        return []
    own = [centre.code for centre in centres_of(person)]
    try:
        found = [signal for signal in _of_closed(store.folder(), last) if signal.centre in {ALL, *own}]
    except FiguresFault:
        return []  # the page of figures says what to do
    noted = notes_on(found) if found else {}
    return [signal for signal in found if signal.key not in noted]


@lru_cache(maxsize=4)
def _of_closed(_folder: Path, last: date) -> tuple[Signal, ...]:
    """Return the signals of a closed month, of all centres: its figures never change, nor do those before it."""
    facts.bring_up_to_date(needed(last))
    of_months = counted(last)
    known = {name for each in of_months.values() for name in each.codes.numbers("centre")}
    found = (
        signal for centre in (ALL, *sorted(known)) for each in charted(of_months, centre) for signal in each.signals()
    )
    return tuple(signal for signal in found if signal.month == last)
