"""Callers of the demonstration who name a code."""

import datetime as dt
from collections import Counter

from bereg.campaigns.models import Campaign
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.evaluation.sample import sample
from bereg.evaluation.tests.conftest import GIVEN_ON, LEAFLET, STICKER, Naming


def named(centre: Centre) -> Counter[str]:
    return Counter(each.answers.get("material", "") for each in Enquiry.objects.of_centres([centre]))


def test_some_name_what_was_given_out_before_and_nobody_what_they_did_not_have(
    campaign: Campaign, naming: Naming, centre: Centre
) -> None:
    naming(GIVEN_ON, 60, days=30, source="leaflet")
    naming(GIVEN_ON, 20, source="friends")
    naming(GIVEN_ON - dt.timedelta(days=20), 20, source="metro_sticker")  # none was put up yet
    sample(centre)
    found = named(centre)
    assert set(found) == {"", LEAFLET}
    assert 10 <= found[LEAFLET] <= 35  # 21 of 60 are expected
    before = dict(Enquiry.objects.of_centres([centre]).values_list("number", "answers"))
    sample(centre)
    assert dict(Enquiry.objects.of_centres([centre]).values_list("number", "answers")) == before


def test_a_campaign_of_another_centre_is_in_nobodys_hand(
    campaign: Campaign, naming: Naming, centre: Centre, other_centre: Centre
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(centre=other_centre)
    naming(GIVEN_ON, 20, source="metro_sticker")
    naming(GIVEN_ON, 20, at=other_centre, source="metro_sticker")
    for each in (centre, other_centre):
        sample(each)
    assert set(named(centre)) == {""}
    assert STICKER in named(other_centre)
