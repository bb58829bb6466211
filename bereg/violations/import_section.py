"""The violations of an old register: the steps alone, in codes and days. Who was named stays in the old register."""

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
from bereg.violations.choices import ForwardedBy, ViolationKind, ViolationStep
from bereg.violations.models import ViolationEvent
from bereg.violations.queries import imported_keys

KIND, RAISED, WAY = (f"violation.{name}" for name in ("kind", "raised", "way"))
FORWARDED, ANSWERED, ACTED = (f"violation.{name}" for name in ("forwarded", "answered", "acted"))
LISTS: dict[str, type[TextChoices]] = {KIND: ViolationKind, WAY: ForwardedBy}
TITLES: dict[str, StrOrPromise] = {
    KIND: gettext_lazy("Violation: what was broken"),
    RAISED: gettext_lazy("Violation: day it was raised"),
    WAY: gettext_lazy("Violation: by what an authority was told"),
    FORWARDED: gettext_lazy("Violation: day an authority was told"),
    ANSWERED: gettext_lazy("Violation: day of the answer"),
    ACTED: gettext_lazy("Violation: day it was acted on"),
}


@dataclass(frozen=True)
class ImportedViolation:
    """What a row says of a violation: its steps in their order."""

    kind: str
    way: str
    steps: tuple[tuple[ViolationStep, Moment], ...]


class ViolationSection(ImportSection):
    """What was broken, when, and what an authority did. What fits nothing rejects the row."""

    tables = (KIND, RAISED, WAY, FORWARDED, ANSWERED, ACTED)
    has_own_registers = True
    centre: Centre  # once it is ready
    stored = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What every violation has; who was told was told by something."""
        if not any(target in feeds for target in cls.tables):
            return
        if KIND not in feeds:
            yield KIND, _('every violation has one; write column = "..." or constant = "..."')
        if RAISED not in feeds or not feeds[RAISED].column:
            yield RAISED, _('write raised = { column = "...", formats = ["%Y-%m-%d"] }')
        if FORWARDED in feeds and WAY not in feeds:
            yield WAY, _("a day alone says nothing: tell from a column what it was, or write a constant")

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed lists and the days."""
        found = {name: ImportTarget(Holds.DAY, title=TITLES[name]) for name in (RAISED, FORWARDED, ANSWERED, ACTED)}
        for name, of in LISTS.items():
            found[name] = listed(of, TITLES[name])
        return found

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of violations that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note whose violations they are."""
        self.centre = centre

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the violation, if the row has one."""
        if not self.tells(cells, row):
            return
        kind, raised = needed_code(cells, KIND), needed_moment(cells, RAISED)
        forwarded, way = day_and_code(cells, FORWARDED, WAY)
        answered, acted = cells.moment(ANSWERED), cells.moment(ACTED)
        for target, moment in ((ANSWERED, answered), (ACTED, acted)):
            if moment and not forwarded:
                raise cells.refusal(FORWARDED, _("%(column)s is empty, but %(other)s is not"), other=target)
        demand_order(cells, (RAISED, raised), (FORWARDED, forwarded), (ANSWERED, answered), (ACTED, acted))
        days = zip(ViolationStep, (raised, forwarded, answered, acted), strict=True)
        row.put(ImportedViolation(kind, way, tuple((step, day) for step, day in days if day)))

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store the steps; they hang on no enquiry, as nobody says that its person agreed."""
        made = [event for row in rows if (said := row.get(ImportedViolation)) for event in self._events(row, said)]
        return lambda: _store(made)

    def _events(self, row: ImportRow, said: ImportedViolation) -> Iterator[ViolationEvent]:
        for step, day in said.steps:
            is_first = step == ViolationStep.RAISED
            yield ViolationEvent(
                centre=self.centre,
                step=step,
                kind=said.kind,
                way="" if is_first else said.way,
                at=day.at(self.destination.zone),
                import_key=row.key if is_first else None,
            )

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the violations."""
        self.stored += is_new and row.get(ImportedViolation) is not None

    def aside(self) -> str:
        """Say how many there are."""
        return _("violations: %(count)d") % {"count": self.stored} if self.stored else ""


def _store(events: list[ViolationEvent]) -> None:
    ViolationEvent.objects.bulk_create(events, batch_size=500)


SECTION = ViolationSection
