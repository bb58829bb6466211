"""The events of an old list: lectures, joint consultations and the like, with how many people, and what was handed out.

A list of events has rows of its own. What fits nothing rejects its row: half an event would be counted as a whole one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from bereg.campaigns.errors import NotPrintedError
from bereg.centres.import_sections import (
    Cells,
    Feed,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    listed,
    needed_code,
    needed_moment,
    whole_number,
)
from bereg.centres.models import Centre
from bereg.dispatch.forms import title_of, titles_of
from bereg.dispatch.import_section import bodies_by_name
from bereg.outreach.actions import store_imported
from bereg.outreach.choices import MOST_PEOPLE, OutreachKind, OutreachPlace, ReachedKind
from bereg.outreach.handing_out import hand_out_imported
from bereg.outreach.import_copies import CopiesLeft, ImportedCopies
from bereg.outreach.models import OutreachEvent
from bereg.outreach.queries import imported_keys
from bereg.questionnaire.countries_and_regions import regions
from bereg.redaction.naming import pointed_at_in
from bereg.reference.models import ReferenceEntry

KIND, HELD, PLACE_KIND, REGION = (f"outreach.{name}" for name in ("kind", "held", "place_kind", "region"))
ABOUT, PLACE, PARTNER = (f"outreach.{name}" for name in ("about", "place", "partner"))
MATERIAL, COPIES, LEFT_OVER = (f"outreach.{name}" for name in ("material", "copies", "left_over"))
REACHED = {f"outreach.{code}": code for code in ReachedKind.values}
NEEDED = (KIND, HELD, PLACE_KIND)
LONGEST = 200  # of a text
TITLES: dict[str, StrOrPromise] = {
    KIND: gettext_lazy("Event: what it was"),
    HELD: gettext_lazy("Event: day"),
    PLACE_KIND: gettext_lazy("Event: kind of place"),
    REGION: gettext_lazy("Event: region"),
    ABOUT: gettext_lazy("Event: what about"),
    PLACE: gettext_lazy("Event: place"),
    PARTNER: gettext_lazy("Event: with which partner"),
    MATERIAL: gettext_lazy("Event: code of the material handed out"),
    COPIES: gettext_lazy("Event: copies taken there"),
    LEFT_OVER: gettext_lazy("Event: copies left over"),
}
REACHED_TITLE = gettext_lazy("Event: people reached, %(kind)s")


@dataclass(frozen=True)
class ImportedEvent:
    """What a row says of an event."""

    event: OutreachEvent
    copies: ImportedCopies | None


class OutreachSection(ImportSection):
    """What was held, when, where, with whom; how many people; a material that was handed out."""

    tables = (*NEEDED, REGION, ABOUT, PLACE, PARTNER, *REACHED, MATERIAL, COPIES, LEFT_OVER)
    has_own_registers = True
    centre: Centre  # once it is ready
    stored = handed = not_left = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What every event has; and a row is an event, and nothing else."""
        if not any(target in feeds for target in cls.tables):
            return
        if not all(cls.owns(target) for target in feeds):
            yield KIND, _("a list of events has rows of its own; read nothing else from it")
        for target in NEEDED:
            if target not in feeds:
                yield target, _('every event has one; write column = "..." or constant = "..."')
        if HELD in feeds and not feeds[HELD].column:
            yield HELD, _('write held = { column = "...", formats = ["%Y-%m-%d"] }')
        if not any(target in feeds for target in REACHED):
            codes = ", ".join(REACHED.values())
            yield KIND, _("say how many people were reached, of at least one kind: %(kinds)s") % {"kinds": codes}
        if (MATERIAL in feeds) != (COPIES in feeds):
            yield MATERIAL, _("what was handed out is a material with its copies: name both, or neither")

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed lists, the partners and materials there are, the numbers and the texts."""
        language = translation.get_language()
        bodies = {code: title_of(entry, language) for code, entry in self._bodies.items()}
        names = {code: tuple({code, *titles_of(entry)}) for code, entry in self._bodies.items()}
        places = {each.code: each for each in regions(self.destination.country)}
        materials = {each.code: f"{each.code}: {each.name}" for each in self._copies.materials.values()}
        found = {
            PARTNER: ImportTarget(labels=names, is_strict=True, said=bodies),
            REGION: ImportTarget(
                labels={code: tuple({code, *each.labels.values()}) for code, each in places.items()},
                is_strict=True,
                said={code: each.label() for code, each in places.items()},
            ),
            MATERIAL: ImportTarget(labels={code: (code,) for code in materials}, is_strict=True, said=materials),
            HELD: ImportTarget(Holds.DAY),
            **dict.fromkeys((ABOUT, PLACE), ImportTarget(Holds.TEXT, is_strict=True)),
            **dict.fromkeys((COPIES, LEFT_OVER, *REACHED), ImportTarget(Holds.NUMBER, is_strict=True)),
        }
        for name, of in ((KIND, OutreachKind), (PLACE_KIND, OutreachPlace)):
            found[name] = listed(of)
        return {name: _titled(name, target) for name, target in found.items()}

    @cached_property
    def _bodies(self) -> dict[str, ReferenceEntry]:
        return bodies_by_name()

    @cached_property
    def _copies(self) -> CopiesLeft:
        return CopiesLeft(self.destination.code)

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of events that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note whose events they are."""
        self.centre = centre

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the event, if the row has one."""
        if not self.tells(cells, row):
            return
        partner = cells.code(PARTNER)
        event = OutreachEvent(
            id=uuid4(),
            kind=needed_code(cells, KIND),
            held_on=needed_moment(cells, HELD).day,
            place_kind=needed_code(cells, PLACE_KIND),
            region=cells.code(REGION),
            about=_about_nobody(cells, ABOUT),
            place=_about_nobody(cells, PLACE),
            partner=self._bodies[partner] if partner else None,
            reached=_reached(cells),
        )
        row.put(ImportedEvent(event, self._handed_out(cells, event)))

    def _handed_out(self, cells: Cells, event: OutreachEvent) -> ImportedCopies | None:
        code, copies = cells.code(MATERIAL), whole_number(cells, COPIES)
        left_over = whole_number(cells, LEFT_OVER) or 0
        if not (code or copies or left_over):
            return None
        if not code:
            raise cells.refusal(MATERIAL, _("%(column)s is empty, but copies were handed out"))
        if not copies:
            raise cells.refusal(COPIES, _("%(column)s is empty, but a material was handed out"))
        said = ImportedCopies(self._copies.materials[code], copies, left_over)
        target, problem = self._copies.problem(event, said)
        if problem:
            raise cells.refusal(f"outreach.{target}", _("%(column)s: %(problem)s"), problem=problem)
        return said

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store the events, each with what was handed out there."""
        made = []
        for row in rows:
            if said := row.get(ImportedEvent):
                said.event.centre = said.event.imported_into = self.centre
                said.event.import_key = row.key
                made.append(said)

        def store() -> None:
            store_imported(events=[each.event for each in made])
            for each in made:
                if each.copies:
                    self._hand_out(each.event, each.copies)

        return store

    def _hand_out(self, event: OutreachEvent, copies: ImportedCopies) -> None:
        try:
            hand_out_imported(event=event, material=copies.material, copies=copies.copies, left_over=copies.left_over)
        except NotPrintedError:  # somebody gave them out since the row was read
            self.not_left += 1

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the events."""
        said = row.get(ImportedEvent)
        self.stored += is_new and said is not None
        self.handed += is_new and said is not None and said.copies is not None

    def aside(self) -> str:
        """Say how many there are."""
        words = _("events: %(count)d, with something handed out: %(handed)d")
        return words % {"count": self.stored, "handed": self.handed} if self.stored else ""

    def summary(self) -> Iterator[str]:
        """Yield what was not left any more."""
        if self.not_left:
            yield ngettext(
                "%(count)d event is stored without what was handed out: so many copies were not left any more.",
                "%(count)d events are stored without what was handed out: so many copies were not left any more.",
                self.not_left,
            ) % {"count": self.not_left}


def _titled(name: str, target: ImportTarget) -> ImportTarget:
    title = TITLES.get(name) or REACHED_TITLE % {"kind": ReachedKind(REACHED[name]).label}
    return replace(target, title=title)


def _reached(cells: Cells) -> dict[str, int]:
    """Return how many people of each kind; 0 where nobody came, and something has to be written."""
    numbers = {code: (target, whole_number(cells, target)) for target, code in REACHED.items()}
    if all(many is None for _target, many in numbers.values()):
        raise cells.refusal(
            next(iter(REACHED)), _("nobody says how many people were reached; write 0 where nobody came")
        )
    for target, many in numbers.values():
        if many and many > MOST_PEOPLE:
            raise cells.refusal(target, _("%(column)s is more than %(most)d: %(value)r"), most=MOST_PEOPLE)
    return {code: many for code, (_target, many) in numbers.items() if many}


def _about_nobody(cells: Cells, target: str) -> str:
    """Return a text that everybody of every centre may read."""
    text = cells.written(target)
    if len(text) > LONGEST:
        raise cells.refusal(target, _("%(column)s is longer than %(most)d signs"), most=LONGEST)
    if pointed_at_in(text):
        raise cells.refusal(target, _("%(column)s may tell who somebody is: leave that out"))
    return text


SECTION = OutreachSection
