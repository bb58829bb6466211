"""The searches of an old register: the steps alone, in codes and days. Nobody who was looked for is named."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.centres.import_sections import (
    Cells,
    Feed,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    Moment,
    day_and_code,
    demand_order,
    listed,
    needed_code,
    needed_moment,
)
from bereg.centres.models import Centre
from bereg.searches.choices import SaidOfSearch, SearchEnding, SearchStep, WhoLooks
from bereg.searches.models import SearchEvent
from bereg.searches.queries import imported_keys

RELATION, BEGUN, FOUND, ASKED = (f"search.{name}" for name in ("relation", "begun", "found", "asked"))
ANSWERED, SAID, ENDED, END = (f"search.{name}" for name in ("answered", "said", "ended", "end"))
LISTS: dict[str, type[TextChoices]] = {RELATION: WhoLooks, SAID: SaidOfSearch, END: SearchEnding}
TITLES: dict[str, StrOrPromise] = {
    RELATION: gettext_lazy("Search: who looks"),
    BEGUN: gettext_lazy("Search: day it was begun"),
    FOUND: gettext_lazy("Search: day somebody was found"),
    ASKED: gettext_lazy("Search: day the person found was asked"),
    ANSWERED: gettext_lazy("Search: day asking ended"),
    SAID: gettext_lazy("Search: what came of asking"),
    ENDED: gettext_lazy("Search: day it ended"),
    END: gettext_lazy("Search: how it ended"),
}


@dataclass(frozen=True)
class ImportedSearch:
    """What a row says of a search: its steps in their order, each with its code or ""."""

    steps: tuple[tuple[SearchStep, str, Moment], ...]


class SearchSection(ImportSection):
    """Who looks, what became of it, on which days. What fits nothing rejects the row."""

    tables = (RELATION, BEGUN, FOUND, ASKED, ANSWERED, SAID, ENDED, END)
    has_own_registers = True
    centre: Centre  # once it is ready
    stored = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What every search has; what was said, and the end, have a day and a word."""
        if not any(target in feeds for target in cls.tables):
            return
        if RELATION not in feeds:
            yield RELATION, _('every search has one; write column = "..." or constant = "..."')
        if BEGUN not in feeds or not feeds[BEGUN].column:
            yield BEGUN, _('write begun = { column = "...", formats = ["%Y-%m-%d"] }')
        for day, code in ((ANSWERED, SAID), (ENDED, END)):
            if day in feeds and code not in feeds:
                yield code, _("a day alone says nothing: tell from a column what it was, or write a constant")

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed lists and the days."""
        days = (BEGUN, FOUND, ASKED, ANSWERED, ENDED)
        found = {name: ImportTarget(Holds.DAY, title=TITLES[name]) for name in days}
        for name, of in LISTS.items():
            found[name] = listed(of, TITLES[name])
        return found

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of searches that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note whose searches they are."""
        self.centre = centre

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the search, if the row has one."""
        if not self.tells(cells, row):
            return
        relation, begun = needed_code(cells, RELATION), needed_moment(cells, BEGUN)
        found, asked = cells.moment(FOUND), cells.moment(ASKED)
        answered, said = day_and_code(cells, ANSWERED, SAID)
        ended, end = day_and_code(cells, ENDED, END)
        days = ((BEGUN, begun), (FOUND, found), (ASKED, asked), (ANSWERED, answered), (ENDED, ended))
        demand_order(cells, *days)
        steps = (
            (SearchStep.BEGUN, relation, begun),
            (SearchStep.FOUND, "", found),
            (SearchStep.ASKED, "", asked),
            (SearchStep.SAID, said, answered),
            (SearchStep.ENDED, end, ended),
        )
        row.put(ImportedSearch(tuple((step, code, day) for step, code, day in steps if day)))

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store the steps; they hang on no enquiry, as nobody says that its person agreed."""
        made = [event for row in rows if (said := row.get(ImportedSearch)) for event in self._events(row, said)]
        return lambda: _store(made)

    def _events(self, row: ImportRow, said: ImportedSearch) -> Iterator[SearchEvent]:
        for step, code, day in said.steps:
            yield SearchEvent(
                centre=self.centre,
                step=step,
                code=code,
                at=day.at(self.destination.zone),
                import_key=row.key if step == SearchStep.BEGUN else None,
            )

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the searches."""
        self.stored += is_new and row.get(ImportedSearch) is not None

    def aside(self) -> str:
        """Say how many there are."""
        return _("searches: %(count)d") % {"count": self.stored} if self.stored else ""


def _store(events: list[SearchEvent]) -> None:
    SearchEvent.objects.bulk_create(events, batch_size=500)


SECTION = SearchSection
