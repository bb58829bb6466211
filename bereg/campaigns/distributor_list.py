"""A distributor's list: what was given out, a row each. Right rows are kept, wrong ones told with their place.

A row is known by what it says, and by how many such rows stand above it, so that the same file twice adds nothing.
"""

import io
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.campaigns import codes
from bereg.campaigns.acts import LIST_TAKEN_IN
from bereg.campaigns.choices import Measure
from bereg.campaigns.distribution_form import problem_of_copies, problem_of_day
from bereg.campaigns.distributions import give_out
from bereg.campaigns.errors import CampaignStandsError, NotPrintedError
from bereg.campaigns.fields import MOST_COPIES
from bereg.campaigns.models import Distribution, Material, Place
from bereg.campaigns.queries import copies_left, materials_by_code, nearest_codes, places_offered, standing_of
from bereg.campaigns.wanted import WantedGiving
from bereg.reference.drafts import ReadingFault
from bereg.reference.tables import RegisterRow, UnclearDateError, fold, offer, read_date, read_table

COLUMNS: Mapping[str, Sequence[str]] = {
    "code": ("code", "code of the material", "код", "код материала"),
    "place": ("place", "place of distribution", "место", "место распространения"),
    "day": ("day", "date", "дата", "день"),
    "copies": ("copies", "taken", "экземпляров", "взято", "количество", "тираж"),
    "left_over": ("left over", "left", "осталось", "остаток"),
    "days_shown": ("days shown", "days", "дней показа", "дней"),
    "broadcasts": ("broadcasts", "issues", "выходов", "выходов в эфир"),
}
NEEDED = ("code", "place", "day")


class RowError(ValueError):
    """A row is wrong; the message says how."""


@dataclass(frozen=True)
class ListRow:
    """One right row."""

    place: str  # in the file
    material: Material
    given: WantedGiving
    key: str
    alike: Distribution | None = None  # typed, or of an earlier list: perhaps the same, and then there twice


@dataclass(frozen=True)
class DistributorList:
    """What a file says. standing: how many of its rows are in already."""

    rows: list[ListRow] = field(default_factory=list)
    faults: list[ReadingFault] = field(default_factory=list)
    standing: int = 0


def read(content: bytes, name: str) -> DistributorList:
    """Read a file, and say what is right in it, what is wrong, and what stands already."""
    table = read_table(io.BytesIO(content), name, COLUMNS, NEEDED)
    reader = _Reader(table.rows)
    found: list[ListRow] = []
    faults = list(table.faults)
    for row in table.rows:
        try:
            found.append(reader.row(row))
        except RowError as problem:
            faults.append(ReadingFault(row.place, str(problem)))
    keys = [each.key for each in found]
    standing = set(Distribution.objects.filter(row_key__in=keys).values_list("row_key", flat=True))
    rows = []
    for each in found:
        if each.key in standing:
            continue
        if lacking := reader.problem_of_copies(each):
            faults.append(ReadingFault(each.place, lacking))
        else:
            rows.append(each)
    return DistributorList(_beside_standing(rows, set(keys)), faults, len(standing))


def _beside_standing(rows: list[ListRow], keys: set[str]) -> list[ListRow]:
    """Return the rows, each with what stands of the same: at that place or at an event, and each of it once.

    keys: of all rows of this list, whose own rows are nothing else. An earlier list said the same before what was left
    over came back.
    """
    standing: dict[tuple[object, ...], list[Distribution]] = {}
    for one in standing_of({each.material.pk for each in rows}, {each.given.given_on for each in rows}):
        if one.row_key not in keys:
            standing.setdefault(_what(one.material_id, one), []).append(one)
    found = []
    for row in rows:
        same = standing.get(_what(row.material.pk, row.given), [])
        alike = next((each for each in same if each.place is None or each.place == row.given.place), None)
        if alike:
            same.remove(alike)
        found.append(replace(row, alike=alike))
    return found


def _what(material: UUID, given: Distribution | WantedGiving) -> tuple[object, ...]:
    """Return what two of the same say alike, wherever it was: a long list is not held against all that was typed."""
    return material, given.given_on, given.copies, given.days_shown, given.broadcasts


@transaction.atomic
def take_in(found: DistributorList, *, by: User, but: Collection[str] = ()) -> int:
    """Write the right rows down. Return how many; a row that came in meanwhile, or is not left any more, is none.

    but: the keys of rows that are left out, as they stand already.
    """
    taken = 0
    for each in found.rows:
        if each.key in but:
            continue
        try:
            give_out(id=uuid4(), material=each.material, given=each.given, by=by, row_key=each.key)
        except (CampaignStandsError, NotPrintedError):
            continue
        taken += 1
    if taken:
        audit.record(LIST_TAKEN_IN, target=Thing("campaigns.list", str(uuid4())), by=by)
    return taken


class _Reader:
    """The rows of one file: materials and places are looked up once, copies are added up."""

    def __init__(self, rows: Sequence[RegisterRow]) -> None:
        self.materials = materials_by_code({codes.normalise(each.cells["code"]) for each in rows})
        self.places = {fold(each.name): each for each in places_offered()}
        self.alike: Counter[str] = Counter()
        self.left: dict[UUID, int | None] = {}

    def row(self, row: RegisterRow) -> ListRow:
        """Return what a row says. Raise RowError."""
        material = self._material(row.cells["code"])
        place = self._place(row.cells["place"])
        try:
            day = read_date(row.cells["day"])
        except UnclearDateError as problem:
            raise RowError(str(problem)) from problem
        if day is None:
            raise RowError(_("The day is missing."))
        if untimely := problem_of_day(material, day):
            raise RowError(untimely)
        given = WantedGiving(place, day, **self._measures(material, row.cells))
        return ListRow(row.place, material, given, self._key(material, given))

    def problem_of_copies(self, row: ListRow) -> str:
        """Say that so many copies are not left after the rows above; "" where they are, and are gone from now on."""
        material = row.material
        if material.pk not in self.left:
            self.left[material.pk] = copies_left(material)
        left = self.left[material.pk]
        problem = problem_of_copies(material, row.given.given_out, left)
        if not problem and left is not None:
            self.left[material.pk] = left - row.given.given_out
        return problem

    def _material(self, typed: str) -> Material:
        code = codes.normalise(typed)
        if code in self.materials:
            return self.materials[code]
        words = _("“%(word)s” is no code of a material.") % {"word": typed}
        near = _("Near it are: %(near)s.") % {"near": ", ".join(nearest_codes(code))}
        raise RowError(f"{words} {near}" if nearest_codes(code) else words)

    def _place(self, typed: str) -> Place:
        found = self.places.get(fold(typed))
        if found is None:
            raise RowError(offer(typed, [each.name for each in self.places.values()]))
        return found

    def _measures(self, material: Material, cells: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, measure in enumerate(material.measures):
            typed = "".join(cells[measure.value].split())
            if not typed and number == 0:
                raise RowError(_("%(column)s: the number is missing.") % {"column": measure.label})
            if typed and not (typed.isascii() and typed.isdigit() and int(typed[:11]) <= MOST_COPIES):
                raise RowError(_("“%(word)s” is no whole number.") % {"word": typed[:40]})
            if typed:
                found[measure.value] = int(typed)
        if not found.get(material.measures[0].value):
            raise RowError(_("%(column)s: the number is missing.") % {"column": material.measures[0].label})
        if found.get(Measure.LEFT_OVER, 0) > found.get(Measure.COPIES, MOST_COPIES):
            raise RowError(_("More are left over than were taken there."))
        return found

    def _key(self, material: Material, given: WantedGiving) -> str:
        parts = (material.code, given.place and given.place.pk, given.given_on, given.copies, given.left_over)
        said = "|".join(map(str, (*parts, given.days_shown, given.broadcasts)))
        self.alike[said] += 1
        return sha256(f"{said}|{self.alike[said]}".encode()).hexdigest()
