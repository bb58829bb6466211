"""The cells of one row, read by the mapping; what fits nothing is noted on the row, or rejects it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bereg.centres.import_sections import NOT_ASKED, Feed, Holds, ImportRow, Misfit, Moment, UnreadableError
from bereg.core.text_normalisation import fold
from bereg.importing.dates import EARLIEST, DateDoubt, doubt, read_moment, read_time, turned
from bereg.importing.values import NUMBER, shows_error
from bereg.importing.yes_no_words import is_yes

if TYPE_CHECKING:  # a plan is handed in: nothing of how it is made is needed here
    from bereg.importing.checking import Plan

LONGEST_TEXT = 500
LONGEST_SHOWN = 40


class RowCells:
    """What sections read a row by: see Cells. doubts: of dates, where day and month might be turned round."""

    def __init__(
        self, plan: "Plan", cells: tuple[str, ...], row: ImportRow, today: date, doubts: Counter[DateDoubt]
    ) -> None:
        self.plan, self.cells, self.row, self.today, self.doubts = plan, cells, row, today, doubts
        self.feeds = plan.mapping.feeds

    def code(self, target: str) -> str:
        """Return the one code, or ""."""
        codes = self.codes(target)
        if codes:
            return codes[0]
        feed = self.feeds.get(target)
        return _said(feed.default) if feed and self.plan.targets[target].falls_back else ""

    def codes(self, target: str) -> tuple[str, ...]:
        """Return the codes of a cell; of a number or text, itself. A default stands for an empty cell."""
        feed = self.feeds.get(target)
        if feed is None:
            return ()
        table = self.plan.tables.get(target)
        if table is None:
            return tuple(filter(None, [self.written(target)]))
        if feed.constant:
            return tuple(filter(None, [_said(feed.constant)]))
        cell = self._cell(feed)
        found = table.look_up(cell)
        self._misfits(feed, found.misfits)
        codes = tuple(dict.fromkeys((*found.codes, *self._switched_on(feed))))
        if cell or codes or not feed.default:
            return codes
        return tuple(filter(None, [_said(feed.default)]))

    def _switched_on(self, feed: Feed) -> Iterator[str]:
        """Yield the codes of the columns of yes and no in which a yes stands; a yes without a code fits nothing."""
        for column, codes in feed.switches.items():
            cell = self.cells[self.plan.positions[column]]
            state, known = is_yes(cell), [code for code in codes if code]
            if state is None or (state and not known):
                self._misfits(feed, [cell], column)
            elif state:
                yield from filter(None, map(_said, known))

    def written(self, target: str) -> str:
        """Return a number or a text as it stands."""
        feed = self.feeds.get(target)
        cell = feed and (self._cell(feed) or feed.default)
        if not (feed and cell):
            return ""
        is_number = self.plan.targets[target].holds is Holds.NUMBER
        if len(cell) > LONGEST_TEXT or shows_error(cell) or (is_number and not NUMBER.fullmatch(fold(cell))):
            self._misfits(feed, [cell])
            return ""
        return fold(cell).replace(",", ".") if is_number else cell

    def prose(self, target: str) -> str:
        """Return sentences about a person. What a spreadsheet wrote in their place is nobody's words."""
        feed = self.feeds.get(target)
        cell = self._cell(feed) if feed else ""
        if feed and shows_error(cell):
            self._misfits(feed, [cell])
            return ""
        return cell

    def moment(self, target: str) -> Moment | None:
        """Return a day, with its time where that is written beside it."""
        feed = self.feeds.get(target)
        written = self._cell(feed) if feed else ""
        if feed and any(turned(form) for form in feed.formats):
            self.doubts[doubt(written, feed.formats)] += 1
        if not (feed and written):
            return None
        moment = read_moment(written, feed.formats)
        if not moment or not EARLIEST <= moment.day <= self.today:
            raise self.refusal(target, _("%(column)s is no possible date: %(value)r"))
        self.row.days.append(moment.day)
        return moment

    def clock(self, target: str) -> time | None:
        """Return a time of day, if there is one."""
        feed = self.feeds.get(target)
        written = self._cell(feed) if feed else ""
        if not (feed and written):
            return None
        clock = read_time(written, feed.formats)
        if clock is None:
            self._misfits(feed, [written])
        return clock

    def is_filled(self, target: str) -> bool:
        """Tell whether a column feeds it and says something here: 0 of a number says nothing."""
        feed = self.feeds.get(target)
        cell = self._cell(feed) if feed and feed.column else ""
        if not cell:
            return False
        if table := self.plan.tables.get(target):
            found = table.look_up(cell)
            return bool(found.codes or found.misfits)
        return self.plan.targets[target].holds is not Holds.NUMBER or bool(cell.strip("0.,"))

    def note_misfit(self, target: str) -> None:
        """Note that the cell fits nothing."""
        feed = self.feeds[target]
        self.row.misfits.append(Misfit(feed.column, target, self._cell(feed)))

    def refusal(self, target: str, reason: str, **more: object) -> UnreadableError:
        """Return why the row cannot be read."""
        feed = self.feeds.get(target) or Feed(target)
        value = self._cell(feed)[:LONGEST_SHOWN]
        return UnreadableError(reason % {"column": feed.column or target, "value": value, **more})

    def _cell(self, feed: Feed) -> str:
        return self.cells[self.plan.positions[feed.column]] if feed.column else feed.constant

    def _misfits(self, feed: Feed, values: Iterable[str], column: str = "") -> None:
        """Note what fits nothing, or reject the row for it. column: if it is not the feed's own."""
        for value in values:
            if self.plan.targets[feed.target].is_strict:
                raise self.refusal(feed.target, _("%(column)s fits nothing known: %(value)r"))
            self.row.misfits.append(Misfit(column or feed.column, feed.target, value))


def _said(code: str) -> str:
    return "" if code == NOT_ASKED else code
