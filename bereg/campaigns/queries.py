"""Reading of campaigns: whoever may open a page of this room sees all, and the form of an enquiry finds a material."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from bereg.campaigns import codes
from bereg.campaigns.models import Campaign, Distribution, Material, Place


def campaigns() -> QuerySet[Campaign]:
    """Return the campaigns, the latest first."""
    return Campaign.objects.select_related("centre")


def materials() -> QuerySet[Material]:
    """Return the materials with their campaigns."""
    return Material.objects.select_related("campaign")


def materials_offered() -> list[Material]:
    """Return the materials that somebody may hold in their hands, those of the latest campaigns first."""
    return list(materials().order_by("-campaign__first_day", "campaign__name", "kind", "name", "language", "code"))


def materials_by_code(wanted: Collection[str]) -> dict[str, Material]:
    """Return materials by their codes, which are normalised (codes.py); none for a code that nothing has."""
    return {each.code: each for each in materials().filter(code__in=list(wanted))}


def all_codes() -> frozenset[str]:
    """Return the codes of all materials."""
    return frozenset(Material.objects.values_list("code", flat=True))


def nearest_codes(typed: str) -> list[str]:
    """Return the codes of materials that somebody may have meant by one that there is not."""
    return codes.nearest(codes.normalise(typed), all_codes())


def places_offered() -> QuerySet[Place]:
    """Return the places where something may be given out."""
    return Place.objects.filter(closed_at=None)


def distributions() -> QuerySet[Distribution]:
    """Return what was given out, with its material and place, the latest first."""
    return Distribution.objects.select_related("material__campaign", "place", "recorded_by")


def given_out(of: Iterable[Material], but: UUID | None = None) -> dict[UUID, int]:
    """Return how many copies of materials stayed with people. but: a distribution that does not count."""
    found = Distribution.objects.filter(material__in=list(of)).exclude(pk=but) if but else None
    rows = (found if found is not None else Distribution.objects.filter(material__in=list(of))).order_by()
    copies = Sum(Coalesce(F("copies"), 0) - F("left_over"))
    return {each["material_id"]: each["sum"] for each in rows.values("material_id").annotate(sum=copies)}
