"""The campaigns of the demonstration keep the rules that forms keep."""

import datetime as dt

from bereg.accounts.models import User
from bereg.campaigns import codes, queries, sample, sample_plan
from bereg.campaigns.models import Campaign, Distribution, Material, Visit
from bereg.centres.models import Centre


def test_the_year_of_campaigns_keeps_the_rules(centre: Centre, distributor: User) -> None:
    centre.scope = "national"
    centre.save()
    sample.sample(centre)
    sample.sample(centre)
    assert Campaign.objects.count() == len(sample_plan.CAMPAIGNS)
    materials = list(queries.materials())
    given = queries.given_out(materials)
    assert all(codes.is_right(each.code) for each in materials)
    assert all((queries.copies_left(each) or 0) >= 0 for each in materials)
    assert sum(given[each.pk] for each in materials if each.name == "Листовка о горячей линии") == 2_500_000
    for each in Distribution.objects.select_related("material__campaign"):
        assert each.material.campaign.first_day <= each.given_on <= dt.date(2008, 5, 31)
        assert getattr(each, each.material.measures[0])
    assert Visit.objects.filter(count__gt=0).count() == Visit.objects.count() > 1_000
    assert {each.kind for each in Material.objects.all()} >= {"metro_sticker", "leaflet", "info_card", "radio"}
