"""Of a list that is imported, how many copies of each material are left after the rows above."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from bereg.campaigns.distribution_form import problem_of_copies, problem_of_day
from bereg.campaigns.fields import MOST_COPIES
from bereg.campaigns.models import Material
from bereg.campaigns.queries import copies_left, materials_handed_out
from bereg.outreach.models import HandedOut, OutreachEvent

Said = tuple[object, ...]


@dataclass(frozen=True)
class ImportedCopies:
    """What a row says was handed out."""

    material: Material
    copies: int
    left_over: int


class CopiesLeft:
    """The copies of one import. What was imported before is there already: reading its row again takes none."""

    def __init__(self, centre_code: str) -> None:
        self.centre_code = centre_code
        self.left: dict[UUID, int | None] = {}

    @cached_property
    def materials(self) -> dict[str, Material]:
        """Return what is put into hands, by its code."""
        return {each.code: each for each in materials_handed_out()}

    def problem(self, event: OutreachEvent, said: ImportedCopies) -> tuple[str, str]:
        """Return what is wrong of copies, left_over and material, and why; else take the copies, and return nothing."""
        if max(said.copies, said.left_over) > MOST_COPIES:
            return "copies", _("so many copies are not kept")
        if said.left_over > said.copies:
            return "left_over", _("More are left over than were taken there.")
        if problem := problem_of_day(said.material, event.held_on):
            return "material", problem
        key = _said(event, said.material.pk, said.copies, said.left_over)
        if self.standing[key] > 0:
            self.standing[key] -= 1
            return "", ""
        pk = said.material.pk
        left = self.left.setdefault(pk, copies_left(said.material))
        if problem := problem_of_copies(said.material, said.copies - said.left_over, left):
            return "copies", problem
        if left is not None:
            self.left[pk] = left - said.copies + said.left_over
        return "", ""

    @cached_property
    def standing(self) -> Counter[Said]:
        """Return what was imported before into this centre, by what its rows say."""
        here = HandedOut.objects.filter(event__imported_into__code=self.centre_code)
        found = here.select_related("event", "distribution")
        given = ((each.event, each.distribution) for each in found)
        return Counter(_said(event, one.material_id, one.copies, one.left_over) for event, one in given)


def _said(event: OutreachEvent, material: UUID, copies: int | None, left_over: int) -> Said:
    return event.held_on, event.kind, event.place_kind, event.about, event.place, material, copies, left_over
