"""The campaigns of the demonstration: the year 2007, in the metro, at markets and stations, through offices, by radio.

All of it is invented but the size: two and a half million leaflets went out through offices.
"""

import datetime as dt
from collections.abc import Iterator
from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.campaigns import acts, partners
from bereg.campaigns.choices import PRINTED, Measure
from bereg.campaigns.codes import check_sign
from bereg.campaigns.models import Campaign, Distribution, Material, Place, Visit
from bereg.campaigns.sample_plan import CAMPAIGNS, MATERIALS, PLACES, ROUNDS, PlannedMaterial, Round
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.centres.queries import all_centres, people_at

SEED = 20070514
LAST_DAY = dt.date(2008, 5, 4)  # of the demonstration year
FADES_DAYS = 45  # a leaflet is looked at for so long


def sample(centre: Centre) -> None:
    """Write them down once, at the centre that serves the whole country."""
    people = people_at(centre.pk, Permission.DISTRIBUTE)
    if centre.scope != CentreScope.NATIONAL or not people or Campaign.objects.exists():
        return
    by = min(people, key=lambda each: each.role)
    campaigns = _campaigns()
    materials = {each.key: _material(each, campaigns) for each in MATERIALS}
    places = {key: _place(key) for key in PLACES}
    Material.objects.bulk_create(materials.values())
    Place.objects.bulk_create(places.values())
    rng = Random(SEED)  # noqa: S311 - must be the same every time, and guards invented data alone
    given = [each for plan in ROUNDS for each in _given(plan, materials[plan.material], places[plan.place], by, rng)]
    Distribution.objects.bulk_create(given)
    Visit.objects.bulk_create(_visits(given, rng))
    for act, targets in (
        (acts.CAMPAIGN_SET_UP, list(campaigns.values())),
        (acts.MATERIAL_MADE, list(materials.values())),
        (acts.PLACE_WRITTEN, list(places.values())),
        (acts.GIVEN_OUT, given),
    ):
        audit.record_many(act, targets=targets, by=None, because="bulk")


def _campaigns() -> dict[str, Campaign]:
    centres = {each.code: each for each in all_centres()}
    known, made = partners.offered(), {}
    for plan in CAMPAIGNS:
        columns = {name: getattr(plan, name) for name in plan.columns}
        campaign = Campaign(id=demonstration_id("campaign", plan.key), centre=centres.get(plan.centre), **columns)
        campaign.save(force_insert=True)
        campaign.partners.set([known[name] for name in plan.partners if name in known])
        made[plan.key] = campaign
    return made


def _material(plan: PlannedMaterial, campaigns: dict[str, Campaign]) -> Material:
    campaign = campaigns[plan.campaign]
    return Material(
        id=demonstration_id("material", plan.key),
        campaign=campaign,
        code=plan.begun + check_sign(plan.begun),
        kind=plan.kind,
        name=plan.name,
        language=plan.language,
        edition=plan.edition,
        print_run=plan.print_run or None,
        cost=plan.cost,
        currency="RUB",
        made_at=dt.datetime.combine(campaign.first_day, dt.time(12), dt.UTC),
    )


def _place(key: str) -> Place:
    kind, name, region = PLACES[key]
    return Place(id=demonstration_id("place", key), kind=kind, name=name, region=region)


def _given(plan: Round, material: Material, place: Place, by: User, rng: Random) -> Iterator[Distribution]:
    for time in range(plan.times):
        day = plan.first_day + dt.timedelta(days=time * plan.every_days)
        copies = plan.copies if material.kind in PRINTED else None
        is_counted_back = Measure.LEFT_OVER in material.measures and plan.copies < 10_000
        yield Distribution(
            id=demonstration_id("distribution", f"{plan.material} {plan.place} {time}"),
            material=material,
            place=place,
            given_on=day,
            copies=copies,
            left_over=rng.randrange(0, plan.copies // 8, 5) if is_counted_back else 0,
            days_shown=plan.days_shown or None,
            broadcasts=plan.broadcasts or None,
            recorded_by=by,
            recorded_at=dt.datetime.combine(day, dt.time(15, 30), dt.UTC),
        )


def _visits(given: list[Distribution], rng: Random) -> Iterator[Visit]:
    """Yield visits that rise with each distribution and fade within weeks."""
    counted: dict[tuple[Material, dt.date], float] = {}
    for each in given:
        reached = (each.given_out or 400 * (each.days_shown or 0) or 150 * (each.broadcasts or 0)) ** 0.5 / 40
        for after in range(FADES_DAYS):
            day = each.given_on + dt.timedelta(days=after)
            if day <= LAST_DAY:
                key = (each.material, day)
                counted[key] = counted.get(key, 0) + reached * (1 - after / FADES_DAYS)
    for (material, day), mean in counted.items():
        count = round(mean * rng.uniform(0.4, 1.5))
        if count:
            name = f"{material.code} {day}"
            yield Visit(id=demonstration_id("visit", name), material=material, day=day, count=count)
