"""Reading of campaigns: whoever may open a page of this room sees all, and the form of an enquiry finds a material."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bereg.accounts.models import User
from bereg.campaigns import codes
from bereg.campaigns.choices import MEASURES, Measure
from bereg.campaigns.models import Campaign, Distribution, Material, Place, Visit


def campaigns() -> QuerySet[Campaign]:
    """Return the campaigns, the latest first."""
    return Campaign.objects.select_related("centre")


def materials() -> QuerySet[Material]:
    """Return the materials with their campaigns."""
    return Material.objects.select_related("campaign")


def materials_handed_out() -> list[Material]:
    """Return the materials that are put into hands, of which some may come back."""
    kinds = [kind for kind, measures in MEASURES.items() if Measure.LEFT_OVER in measures]
    return list(materials().filter(kind__in=kinds))


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


def standing_of(of: Collection[UUID], days: Collection[dt.date]) -> QuerySet[Distribution]:
    """Return what was given out of materials on some days, the earliest first."""
    stands = distributions().filter(material__in=list(of), given_on__in=list(days))
    return stands.order_by("recorded_at", "pk")


def given_out(of: Iterable[Material], but: UUID | None = None) -> dict[UUID, int]:
    """Return how many copies of materials stayed with people. but: a distribution that does not count."""
    rows = Distribution.objects.filter(material__in=list(of)).order_by()
    if but:
        rows = rows.exclude(pk=but)
    copies = Sum(Coalesce(F("copies"), 0) - F("left_over"))
    return {each["material_id"]: each["sum"] for each in rows.values("material_id").annotate(sum=copies)}


def copies_left(material: Material, but: UUID | None = None) -> int | None:
    """Return how many printed copies are not given out yet; None where no print run is known. but: as above."""
    if material.print_run is None:
        return None
    return material.print_run - given_out([material], but).get(material.pk, 0)


def distribution_for(pk: UUID) -> Distribution | None:
    """Return one."""
    return distributions().filter(pk=pk).first()


def last_of(person: User) -> Distribution | None:
    """Return what somebody wrote down last in the street: its material and place are offered first."""
    return distributions().filter(recorded_by=person, place__isnull=False).order_by("-recorded_at", "pk").first()


def materials_on(day: dt.date) -> list[Material]:
    """Return the materials of the campaigns that run on a day, for whoever gives them out."""
    runs = Q(campaign__last_day=None) | Q(campaign__last_day__gte=day)
    return list(materials().filter(runs, campaign__first_day__lte=day))


@dataclass(frozen=True)
class MaterialSums:
    """What was given out of a material, added up, and how often its address was opened."""

    distributions: int = 0
    given_out: int = 0
    days_shown: int = 0
    broadcasts: int = 0
    visits: int = 0


def sums_of(of: Collection[Material]) -> dict[UUID, MaterialSums]:
    """Return the sums of materials."""
    rows = Distribution.objects.filter(material__in=of).order_by().values("material_id")
    added = rows.annotate(
        many=Count("pk"),
        copies=Coalesce(Sum(Coalesce(F("copies"), 0) - F("left_over")), 0),
        days=Coalesce(Sum("days_shown"), 0),
        broadcasts=Coalesce(Sum("broadcasts"), 0),
    )
    found = {each["material_id"]: each for each in added}
    opened = Visit.objects.filter(material__in=of).values("material_id").annotate(sum=Sum("count"))
    visits = {each["material_id"]: each["sum"] for each in opened}
    return {each.pk: _sums(found.get(each.pk), visits.get(each.pk, 0)) for each in of}


def _sums(row: Mapping[str, Any] | None, visits: int) -> MaterialSums:
    if row is None:
        return MaterialSums(visits=visits)
    return MaterialSums(row["many"], row["copies"], row["days"], row["broadcasts"], visits)


def visits_of(material: Material) -> list[Visit]:
    """Return how often its address was opened, day by day, the latest first."""
    return list(material.visits.order_by("-day"))


def first_given_of(campaign: Campaign) -> dt.date | None:
    """Return the day on which something of a campaign was given out first."""
    found: dt.date | None = Distribution.objects.filter(material__campaign=campaign).aggregate(day=Min("given_on"))[
        "day"
    ]
    return found
